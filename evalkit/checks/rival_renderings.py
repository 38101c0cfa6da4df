"""One term of the source is rendered in several ways: “Foreign Affairs Office of the City” here, “Municipal Foreign
Affairs Office” there.

Terms and renderings are mined from the aligned documents, without a glossary (:mod:`evalkit.terms.renderings`):
capitalised phrases of the target that share their head, and the one run of words of the source that stands wherever
they do. All documents of an audit are taken together. A shortened form beside the full one is no rival; two forms
neither of which is short for the other are. One finding a term lists every mention by rendering.

Measured with ``training/measure_words.py`` on WMT22 zh-en, both references and all systems, documents of 15 lines: 72
findings, 57 of them a rendering that was put in, 14 rightly found in the texts as they are, one wrong; .40 of what was
put in is found. On the references as they are 1 finding in 1,000 pairs.

Known false alarms: a sentence that names two things of one head where the source names one of them twice; product
titles. Known misses: a term that stands in two segments only (found, with a low confidence), renderings with different
heads (“Office” and “Bureau”), terms written in lower case, target languages whose names have no capitals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from evalkit.data import Example, Fault, Place, Segment
from evalkit.terms.renderings import Mention, Rivals, find_rivals

CATEGORY = "Terminology/Inconsistent use of terminology"
SEVERITY = "minor"
MESSAGES = {
    "rivals": "{source} is rendered in {count} ways: {renderings}. Choose one, and use it throughout.",
}

_CONFIDENT_FROM = 3
_SURE, _UNSURE = 0.85, 0.5


def check_collection(documents: Mapping[str, Sequence[Segment]]) -> Iterator[Fault]:
    """One fault for each term: its first place is the first rendering, then every other rendering, then the term's own
    places."""
    segments = list(chain.from_iterable(documents.values()))
    for rivals in find_rivals(segments):
        yield _make_fault(rivals, segments)


def _make_fault(rivals: Rivals, segments: Sequence[Segment]) -> Fault:
    targets = [_place_mention(mention, segments) for mention in rivals.mentions]
    sources = [segments[number].place_span(term.start, term.end, side="source") for number, term in rivals.terms]
    counts = Counter(place.text for place in targets)
    spread = len({mention.segment for mention in rivals.mentions})
    return Fault(
        places=(*targets, *sources),
        message="rivals",
        parameters={
            "source": sources[0].text,
            "count": len(counts),
            "renderings": "; ".join(f"“{text}” ({count})" for text, count in counts.most_common()),
        },
        confidence=_SURE if spread >= _CONFIDENT_FROM and rivals.is_only_term else _UNSURE,
        about=sources[0].text,
    )


def _place_mention(mention: Mention, segments: Sequence[Segment]) -> Place:
    return segments[mention.segment].place_span(mention.phrase.start, mention.phrase.end, side="target")


FLAGGED = (
    Example(
        source="记者到市政府外办采访。\n会上，市政府外办作了汇报。\n大家对市政府外办表示感谢。",
        target="Reporters visited the Municipal Foreign Affairs Office.\n"
        "At the meeting, the Foreign Affairs Office of the City Government gave a report.\n"
        "All of them thanked the Foreign Affairs Office of the City Government.",
        text="Municipal Foreign Affairs Office",
    ),
)
CLEAN = (
    Example(
        source="记者到市政府外办采访。\n会上，市政府外办作了汇报。\n大家对市政府外办表示感谢。",
        target="Reporters visited the Municipal Foreign Affairs Office.\n"
        "At the meeting, the Foreign Affairs Office gave a report.\n"
        "All of them thanked the Office.",
    ),
    Example(
        source="记者到成都市外办采访。\n会上，重庆市外办作了汇报。\n大家对北京市外办表示感谢。",
        target="Reporters visited the Chengdu Foreign Affairs Office.\n"
        "At the meeting, the Chongqing Foreign Affairs Office gave a report.\n"
        "All of them thanked the Beijing Foreign Affairs Office.",
    ),
)
