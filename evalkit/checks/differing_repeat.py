"""One source sentence that stands in the text more than once is rendered in different ways.

Whole segments are compared, over all documents of an audit, and short ones are left aside: what “谢谢” becomes depends on
what stands around it. Renderings that differ only in capitals, punctuation or spaces count as equal.

Measured with ``training/measure_words.py`` on WMT22 zh-en: 878 of 882 lines that were repeated with another rendering
found, and nothing else; on WMT22 en-zh as it is 3 findings in 2,037 pairs, all right.

Known false alarms: a heading repeated as a sentence, variation on purpose in fiction. Known misses: repeated sentences
inside longer paragraphs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from evalkit.data import Example, Fault, Segment
from evalkit.terms.repeats import fold_in_one_script, fold_text, measure_letters

CATEGORY = "Style/Inconsistent style"
SEVERITY = "minor"
MESSAGES = {
    "differs": "The same source text is rendered in {count} ways. Use one rendering: “{usual}” is the most frequent."
}

_LEAST_LETTERS = 24
_LEAST_ALIGNED = 0.5
_CONFIDENCE = 0.9


def check_collection(documents: Mapping[str, Sequence[Segment]]) -> Iterator[Fault]:
    """One fault for each source text, on the renderings that are not the most frequent one, then on that one."""
    segments = [one for one in chain.from_iterable(documents.values()) if _is_comparable(one)]
    hashes = [hash(fold_text(segment.source_text)) for segment in segments]
    seen = Counter(hashes)
    groups: dict[str, list[Segment]] = defaultdict(list)
    for segment, one in zip(segments, hashes, strict=True):
        if seen[one] > 1:
            groups[fold_text(segment.source_text)].append(segment)
    for group in groups.values():
        renderings = Counter(fold_in_one_script(segment, "target") for segment in group)
        if len(renderings) > 1:
            yield _make_fault(group, renderings)


def _is_comparable(segment: Segment) -> bool:
    return (
        bool(segment.source and segment.hypothesis)
        and segment.confidence >= _LEAST_ALIGNED
        and measure_letters(segment.source_text) >= _LEAST_LETTERS
    )


def _make_fault(group: Sequence[Segment], renderings: Counter[str]) -> Fault:
    usual = renderings.most_common(1)[0][0]
    others = [segment for segment in group if fold_in_one_script(segment, "target") != usual]
    alike = [segment for segment in group if fold_in_one_script(segment, "target") == usual]
    model, ordered = alike[0], [*others, *alike]
    return Fault(
        places=tuple(segment.place_span(0, len(segment.hypothesis_text), side="target") for segment in ordered)
        + tuple(segment.place_span(0, len(segment.source_text), side="source") for segment in ordered),
        message="differs",
        parameters={"count": len(renderings), "usual": model.hypothesis_text},
        confidence=_CONFIDENCE,
        about=fold_text(model.source_text),
    )


FLAGGED = (
    Example(
        source="请勿将本产品置于高温环境中。\n每日清洁。\n请勿将本产品置于高温环境中。",
        target="Do not expose this product to high temperatures.\nClean it daily.\nKeep this product away from heat.",
        text="Keep this product away from heat.",
    ),
)
CLEAN = (
    Example(
        source="The delivery was late again this evening.\nThe delivery was late again this evening.",
        target="今天晚上送餐又迟到了。\n今天晚上送餐又遲到了。",
        source_language="en",
        target_language="zh",
    ),
    Example(
        source="请勿将本产品置于高温环境中。\n每日清洁。\n请勿将本产品置于高温环境中。",
        target="Do not expose this product to high temperatures.\nClean it daily.\nDo not expose this product to high temperatures",
    ),
    Example(source="谢谢。\n他走了。\n谢谢。", target="Thank you.\nHe left.\nThanks."),
)
