"""A passage stands twice in the text, and not on the other side: a sentence or paragraph pasted or rendered twice, or a
run of words that loops.

Sentences are compared with each other wherever they stand in the document, letter by letter, cases and spaces aside.
Where the other side repeats itself at the same places too, nothing is reported; a text without another side is judged
less surely, except within one paragraph. A loop is a run that follows itself at once at least twice more, or once if it is long.

Where the whole rendering of another source text stands, copied-rendering says so instead.

Known false alarms: captions, choruses and set phrases of forms, where the other side varies them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from evalkit.data import Example, Fault, Passage, Segment, Side
from evalkit.languages import get_language
from evalkit.terms.repeats import fold_text, measure_letters

CATEGORY = "Accuracy/Addition"
SEVERITY = "major"
YIELDS_TO = ("copied-rendering",)
MESSAGES = {
    "sentence": "This passage stands in the text twice, but not on the other side.",
    "alone": "This passage stands in the text twice.",
    "loop": "The same words follow each other again and again: “{run}”.",
}

_CONFIDENCE = {"sentence": 0.9, "alone": 0.7, "loop": 0.9}
_WITHIN = 0.9  # in 11,000 paragraphs of sound English one holds a sentence twice, whatever the other side says
_LEAST_LETTERS = 30  # an ideograph counting as four
_ALIKE = 75  # per cent of the shorter text
_GRAM = 8
_LONGEST_RUN = 103  # that _LOOP matches
_HAN = re.compile("[\u3400-\u9fff]")
_LEAST_VARIETY = 4  # different characters
_LOOP = re.compile(
    r"(?<!\w)(\w[^\n]{2,60}?\W{0,2})\1{2,}|(?<!\w)(\w[^\n]{19,100}?\W{0,2})\2|([\u3400-\u9fff][^\n]{2,40}?)\3{2,}|([\u3400-\u9fff][^\n]{9,60}?)\4"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    segment: int
    passage: Passage
    start: int
    end: int


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each sentence that stands twice, with all its places, and for each loop."""
    sides: tuple[tuple[Side, Side], ...] = (("target", "source"), ("source", "target"))
    for side, other in sides if segments[0].system is None else sides[:1]:
        yield from _find_sentences(segments, side, other)
        yield from _find_loops(segments, side, other)


def _find_sentences(segments: Sequence[Segment], side: Side, other: Side) -> Iterator[Fault]:
    for key, again in _group_sentences(segments, side).items():
        if not _repeats_too(segments, again, other):
            # One whose paragraph has no counterpart was pasted, if any paragraph of its kind has one.
            message = "sentence" if any(segments[one.segment].passages(other) for one in again) else "alone"
            yield Fault(
                places=tuple(one.passage.place(one.start, one.end, side=side) for one in reversed(again)),
                message=message,
                confidence=_WITHIN if len({one.passage for one in again}) == 1 else _CONFIDENCE[message],
                about=key,
            )


def _group_sentences(segments: Sequence[Segment], side: Side) -> dict[str, list[_Sentence]]:
    grouped: defaultdict[str, list[_Sentence]] = defaultdict(list)
    for index, segment in enumerate(segments):
        split = get_language(segment.language(side)).split_sentences
        for passage in segment.passages(side):
            for start, end in split(passage.text):
                key = "".join(passage.text[start:end].split()).lower()
                grouped[key].append(_Sentence(segment=index, passage=passage, start=start, end=end))
    return {key: again for key, again in grouped.items() if len(again) > 1 and measure_letters(key) >= _LEAST_LETTERS}


def _repeats_too(segments: Sequence[Segment], again: Sequence[_Sentence], other: Side) -> bool:
    """Whether the other side, too, has something at these places that stands twice, or nearly."""
    from rapidfuzz import fuzz

    keys: list[str] = []
    for index in sorted({one.segment for one in again}):
        keys += _list_keys(segments[index], other)
    if len(set(keys)) < len(keys):
        return True
    texts = ["".join(_list_keys(segments[index], other)) for index in {one.segment for one in again}]
    return any(fuzz.partial_ratio(one, two) >= _ALIKE for one, two in combinations(texts, 2) if one and two)


def _list_keys(segment: Segment, side: Side) -> Iterator[str]:
    split = get_language(segment.language(side)).split_sentences
    for passage in segment.passages(side):
        for start, end in split(passage.text):
            key = fold_text(passage.text[start:end])
            if key:
                yield key


def _find_loops(segments: Sequence[Segment], side: Side, other: Side) -> Iterator[Fault]:
    for segment in segments:
        for passage in segment.passages(side):
            match = _LOOP.search(passage.text) if _repeats_grams(passage.text) and _may_loop(passage.text) else None
            run = next(filter(None, match.groups())) if match else ""
            if (
                match
                and len(set(run)) > _LEAST_VARIETY
                and not any(_LOOP.search(one.text) for one in segment.passages(other))
            ):
                place = passage.place(match.start(), match.end(), side=side, suggestion=run)
                yield Fault(
                    places=(place,), message="loop", parameters={"run": run.strip()}, confidence=_CONFIDENCE["loop"]
                )


def _repeats_grams(line: str) -> bool:
    """Whether any of some runs of eight characters stands in the line again: a loop's do."""
    return any(line.find(line[at : at + _GRAM], at + 1) >= 0 for at in range(0, len(line) - _GRAM, _GRAM // 2))


def _may_loop(line: str) -> bool:
    """Whether some four characters stand again up to nine behind, as in a short run that stands three times, or some
    sixteen up to the longest run behind; Chinese repeats shorter ones."""
    return _HAN.search(line) is not None or any(
        line.find(line[at : at + 16], at + 10, at + 16 + _LONGEST_RUN) >= 0
        or line.find(line[at : at + 4], at + 3, at + 4 + 9) >= 0
        for at in range(0, len(line), 3)
    )


FLAGGED = (
    Example(
        source="会前，还组织大家参观外事大楼。\n会议在北京举行。",
        target="Before the meeting they visited the building.\nBefore the meeting they visited the building.",
        text="Before the meeting they visited the building.",
    ),
    Example(
        source="他们来了，看了，然后走了。",
        target="First they came and they saw it, they came and they saw it, they came and they saw it, and left.",
        text="they came and they saw it, they came and they saw it, they came and they saw it, ",
        suggestion="they came and they saw it, ",
    ),
)
CLEAN = (
    Example(
        source="会前，还组织大家参观外事大楼。\n会前，还组织大家参观外事大楼。",
        target="Before the meeting they visited the building.\nBefore the meeting they visited the building.",
    ),
    Example(source="好，好，好！", target="Good, good, good! Yes, yes. ----------------- ........................"),
)
