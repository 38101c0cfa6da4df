"""A number or date of the target contradicts the source's: each side states one that the other side does not, or
nothing in the document states it.

Values are compared, not digits: 2万4801 and 24,801, 百分之五十二 and 52 per cent, 20世纪60年代 and the 1960s say the same. What
only one side of a pair states is not reported as long as the rest of the document states it too, for translators add
and leave out (:mod:`evalkit.facts.unstated`). Where the alignment is uncertain the check is silent.

Measured on WMT22 (``training/measure_numbers.py``; rules tuned on the first half of the lines) with a confidence of .8
or more: of all numbers in digits and months of the English of zh-en's second half .94 are found after one digit or the
month was changed (.97 of those that the source states), of number words .91; in en-zh .98. Some 3 in 1,000 pairs as
they stand are flagged, every second one rightly. Text that is dense with converted and idiomatic numbers (sports
results, statistics, discounts) has more false alarms.

A quantity in another unit (45万亩, 30,000 hectares), a sum repeated in another currency, an amount rounded by the target
(38.48 trillion for 384752亿), a multiple counted otherwise (增长三倍, four times as many) and a fraction in words are no
contradiction.

Known false alarms: prices and temperatures converted without the original, a count that the sentence splits up (耶鲁等3所, "Yale
and two others"), what a numeral counts together (两个7比6, "7-6, 7-6"), a time told by another (19:06, two hours after 17:06). Known misses: a number that the source has in
words this check does not read, a.m. against p.m., a number changed into another one of the same text, or one that the
source does not state changed into another one of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from evalkit.data import Anchor, Example, Fault, Passage, Place, Segment, Side, join_passages
from evalkit.facts.anchoring import compare_values, read_values
from evalkit.facts.unstated import ValuePair, find_unstated
from evalkit.languages import get_language
from evalkit.languages.values import has_digits

CATEGORY = "Accuracy/Mistranslation/Number"
SEVERITY = "major"
YIELDS_TO = ("copied-rendering", "literal-escape")
MESSAGES = {
    "number": "“{text}” does not say the same as “{source}” in the source.",
    "unstated": "The source states “{text}” nowhere.",
    "date": "The date “{text}” does not agree with “{source}” in the source.",
}
FLAGGED = (
    Example(
        source="共发出2万4801张报纸。",
        target="A total of 24,810 papers were handed out.",
        text="24,810",
        suggestion="24,801",
    ),
    Example(
        source="会议于12月8日至10日举行。",
        target="The meeting was held from December 8 to 12.",
        text="12",
        suggestion="10",
    ),
    Example(source="女干部占比52%。", target="Women account for 25 per cent.", text="25", suggestion="52"),
    Example(
        source="近270万人参加。",
        target="Nearly 2.9 million people took part.",
        text="2.9 million",
        suggestion="2.7 million",
    ),
    Example(source="第十九届会议", target="The 20th meeting", text="20th", suggestion="19th"),
    Example(source="52家机关学习全会精神。", target="52 studied the spirit of the 14th Committee.", text="14th"),
    Example(
        source="On March 11, 52 people came.",
        target="3月12日来了52人。",
        source_language="en",
        target_language="zh",
        text="3月12日",
        suggestion="3月11日",
    ),
)
CLEAN = (
    Example(source="7月29日，52家机关参加。", target="On July 29, 52 institutions took part."),
    Example(source="20世纪六七十年代，受訪者占百分之五十二。", target="In the 1960s and 1970s, 52 percent were asked."),
    Example(source="要堅持“一帶一路”，做到“兩個維護”。", target="Uphold the Belt and Road in 2023."),
    Example(
        source="下午3点半，三分之一的人，约1.5亿元。", target="At 3:30 p.m., one third of them, some 150 million yuan."
    ),
    Example(source="耶鲁等3所大学", target="Yale and two other universities"),
    Example(source="会议在北京举行。", target="The 20th meeting was held in Beijing."),
)

_LEAST_ALIGNED = 0.5
_UNSTATED = 0.85


def check_document(segments: Sequence[Segment]) -> Iterable[Fault]:
    """One fault for each pair of values that contradict, least sure where the alignment is, and one for each value
    stated nowhere else."""
    aligned = [one for one in segments if one.source and one.hypothesis and one.confidence >= _LEAST_ALIGNED]
    differing: list[tuple[int, Anchor]] = []
    unstated = list(find_unstated(_compare_all(aligned, differing)))
    yield from (_make_fault(aligned[index], anchor) for index, anchor in differing)
    taken = {(index, anchor.target_span[0] if anchor.target_span else 0) for index, anchor in differing}
    for index, value in unstated:
        if (index, value.start) not in taken:
            place = _find_place(aligned[index], "target", (value.start, value.end), None)
            yield Fault(places=(place,), message="unstated", confidence=_UNSTATED)


def _compare_all(aligned: Sequence[Segment], differing: list[tuple[int, Anchor]]) -> Iterator[ValuePair]:
    """The values of each segment in turn; what differs in it is added to ``differing`` on the way, so that none is read
    twice."""
    for index, segment in enumerate(aligned):
        pair = _read_values(segment)
        differing += [
            (index, anchor)
            for anchor in _compare(segment)
            if anchor.verdict == "differs" and not _may_mean(segment, pair, anchor)
        ]
        yield pair


def _read_values(segment: Segment) -> ValuePair:
    return ValuePair(
        source=read_values(segment.source_text, segment.language("source")),
        target=read_values(segment.hypothesis_text, segment.language("target")),
        target_text=segment.hypothesis_text,
        source_text=segment.source_text,
        numerals=_list_numerals(segment),
    )


def _may_mean(segment: Segment, pair: ValuePair, anchor: Anchor) -> bool:
    """Whether a number of the target stands in the source as a numeral that is read as no value: 连扳三局 for “three in a
    row”, 半分钟 for 30 seconds. Not so a small one in digits, which translators take from digits."""
    said = next((one for one in pair.target if (one.start, one.end) == anchor.target_span), None)
    if said is None or said.value[0] != "number" or (has_digits(said) and said.value[1] <= 10):
        return False
    text = segment.source_text.lower()
    for value in pair.source:
        text = text[: value.start] + " " * (value.end - value.start) + text[value.end :]
    numerals = get_language(segment.language("source")).numerals
    return any(value == said.value[1] and numeral in text for numeral, value in numerals.items())


def _list_numerals(segment: Segment) -> frozenset[int] | None:
    numerals, text = get_language(segment.language("source")).numerals, segment.source_text.lower()
    return frozenset(value for numeral, value in numerals.items() if numeral in text) if numerals else None


def _compare(segment: Segment) -> list[Anchor]:
    return compare_values(
        segment.source_text,
        segment.hypothesis_text,
        source_language=segment.language("source"),
        target_language=segment.language("target"),
    )


def _make_fault(segment: Segment, anchor: Anchor) -> Fault:
    assert anchor.source_span and anchor.target_span
    return Fault(
        places=(
            _find_place(segment, "target", anchor.target_span, anchor.expected),
            _find_place(segment, "source", anchor.source_span, None),
        ),
        message=anchor.kind,
        parameters={"source": anchor.source or ""},
        confidence=round(anchor.confidence * segment.confidence, 3),
    )


def _find_place(segment: Segment, side: Side, span: tuple[int, int], suggestion: str | None) -> Place:
    """The place of a span of the joined text: in the passage where it starts, and up to that passage's end."""
    passages, language = segment.passages(side), segment.language(side)
    start, end = span
    for count, passage in enumerate(passages):
        before = _measure_before(passages[: count + 1], language)
        if before <= start < before + len(passage.text):
            return passage.place(start - before, min(end - before, len(passage.text)), side=side, suggestion=suggestion)
    raise AssertionError(f"no passage of the {side} holds {span}")


def _measure_before(passages: Sequence[Passage], language: str) -> int:
    """Where the last of the passages starts in the joined text."""
    return len(join_passages(passages, language=language)) - len(passages[-1].text)
