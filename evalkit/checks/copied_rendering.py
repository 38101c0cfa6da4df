"""Two different source texts have one and the same rendering: one of them was probably pasted in the wrong place.

Whole segments are compared, over all documents of an audit. Source texts that resemble each other are left aside, for
two wordings of one thought may well have one rendering; so are short renderings.

Measured with ``training/measure_words.py`` on WMT22 zh-en: 871 of 882 pasted renderings found; all six further
findings, and all seven in reference B as it is, are lines that were in fact pasted twice.

Known false alarms: stock formulas. Known misses: a sentence that was pasted into a longer paragraph.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from evalkit.data import Example, Fault, Segment
from evalkit.terms.repeats import fold_in_one_script, fold_text, measure_letters

CATEGORY = "Accuracy/Mistranslation"
SEVERITY = "major"
MESSAGES = {
    "copied": "This is also the rendering of another source text, which says something else. See which of the two it belongs to."
}

_LEAST_LETTERS = 30
_LEAST_ALIGNED = 0.5
_MOST_ALIKE = 50.0
_CONFIDENCE = 0.9


def check_collection(documents: Mapping[str, Sequence[Segment]]) -> Iterator[Fault]:
    """One fault for each rendering, on all segments that have it, where two of their sources have little in common."""
    segments = [one for one in chain.from_iterable(documents.values()) if _is_comparable(one)]
    hashes = [hash(fold_text(segment.hypothesis_text)) for segment in segments]
    seen = Counter(hashes)
    groups: dict[str, list[Segment]] = defaultdict(list)
    for segment, one in zip(segments, hashes, strict=True):
        if seen[one] > 1:
            groups[fold_text(segment.hypothesis_text)].append(segment)
    for group in groups.values():
        if _differ({fold_in_one_script(segment, "source") for segment in group}):
            yield _make_fault(group)


def _is_comparable(segment: Segment) -> bool:
    return (
        bool(segment.source and segment.hypothesis)
        and segment.confidence >= _LEAST_ALIGNED
        and measure_letters(segment.hypothesis_text) >= _LEAST_LETTERS
    )


def _differ(sources: set[str]) -> bool:
    from rapidfuzz.fuzz import ratio

    first, *others = sorted(sources)
    return any(ratio(first, other) < _MOST_ALIKE for other in others)


def _make_fault(group: Sequence[Segment]) -> Fault:
    targets = [segment.place_span(0, len(segment.hypothesis_text), side="target") for segment in group]
    sources = [segment.place_span(0, len(segment.source_text), side="source") for segment in group]
    about = fold_text(targets[0].text)
    return Fault(places=(*targets, *sources), message="copied", confidence=_CONFIDENCE, about=about)


FLAGGED = (
    Example(
        source="请勿将本产品置于高温环境中。\n电池用完后，送到回收站。",
        target="Do not expose this product to high temperatures.\nDo not expose this product to high temperatures.",
        text="Do not expose this product to high temperatures.",
    ),
)
CLEAN = (
    Example(
        source="请勿将本产品置于高温环境中。\n请不要将本产品放置在高温环境中。",
        target="Do not expose this product to high temperatures.\nDo not expose this product to high temperatures.",
    ),
    Example(
        source="请将设备连接电源后启动，并检查温度显示。\n請將設備連接電源後啟動，並檢查溫度顯示。",
        target="Connect the device, start it and check the display.\nConnect the device, start it and check the display.",
    ),
    Example(source="多谢。\n承蒙关照。", target="Thank you.\nThank you."),
)
