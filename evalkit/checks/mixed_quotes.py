"""Straight and curly quotation marks stand in one text.

One finding for a text, on the marks of the rarer kind, each with the form that the others have. Which kind is right is
for the house to say, so nothing is applied by itself. Inch and second marks (5") and apostrophes are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of, weigh_slip
from evalkit.data import Example, Fault, Passage, Place, Segment

CATEGORY = "Style/Inconsistent style"
SEVERITY = "minor"
MESSAGES = {
    "straight": "A straight quotation mark stands in a text whose others are curly ({count} places); write “{suggestion}” here, or make all alike.",
    "curly": "A curly quotation mark stands in a text whose others are straight ({count} places); write {suggestion} here, or make all alike.",
}

_CONFIDENCE = 0.9
_STRAIGHT = re.compile('["＂]')
_CURLY = re.compile("[“”„]")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_INCHES = re.compile(r'(?<=\d)"')


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most one fault for each side of a document."""
    for text in texts_of(segments):
        straight = [(passage, offset) for passage in text.passages for offset in _find_straight(passage.text)]
        curly = [(passage, match.start()) for passage in text.passages for match in _CURLY.finditer(passage.text)]
        if not straight or not curly:
            continue
        rarer = _tell_rarer(text, len(straight), len(curly))
        places = _correct_straight(text, straight) if rarer == "straight" else _correct_curly(text, curly)
        parameters = {"count": len(places)}
        confidence = weigh_slip(text, len(places), _CONFIDENCE)
        yield Fault(places=tuple(places), message=rarer, parameters=parameters, confidence=confidence, about=rarer)


def _tell_rarer(text: Text, straight: int, curly: int) -> str:
    """The kind of which there are fewer; of as many, the one that the apostrophes are not of."""
    if straight == curly:
        apostrophes = [match[0] for passage in text.passages for match in _APOSTROPHE.finditer(passage.text)]
        return "curly" if apostrophes.count("'") > apostrophes.count("’") else "straight"
    return "straight" if straight < curly else "curly"


def _find_straight(line: str) -> list[int]:
    """The straight quotation marks of a line; behind a digit, where not all marks make pairs of words, they are
    inches."""
    marks = [match.start() for match in _STRAIGHT.finditer(line)]
    inches = {match.start() for match in _INCHES.finditer(line)}
    if len(marks) % 2 or inches.issuperset(marks):
        return [mark for mark in marks if mark not in inches]
    return marks


def _correct_curly(text: Text, marks: Sequence[tuple[Passage, int]]) -> list[Place]:
    return [passage.place(offset, offset + 1, side=text.side, suggestion='"') for passage, offset in marks]


def _correct_straight(text: Text, marks: Sequence[tuple[Passage, int]]) -> list[Place]:
    opening = "„" if any("„" in passage.text for passage in text.passages) else "“"
    closing = "“" if opening == "„" else "”"
    return [
        passage.place(
            offset, offset + 1, side=text.side, suggestion=opening if _opens(passage.text, offset) else closing
        )
        for passage, offset in marks
    ]


def _opens(line: str, offset: int) -> bool:
    marks = _find_straight(line)
    if len(marks) % 2 == 0:
        return marks.index(offset) % 2 == 0
    return line[:offset][-1:].strip("([{—–-") == "" and line[offset + 1 : offset + 2].strip() != ""


FLAGGED = (
    Example(target='He spoke of “one”, “two” and "three".', text='"', suggestion="“"),
    Example(target='He spoke of “one”, “two” and "three".', text='"', suggestion="”"),
    Example(target='Say “one”, "two" and "three" and "four".', text="“", suggestion='"'),
)
CLEAN = (
    Example(target='He spoke of "one" and "two".'),
    Example(target="He spoke of “one” and didn't say ‘two’."),
    Example(target='A 5" screen is “small”.'),
    Example(target='Photos of 20x16" and 24x20" are “large”.'),
)
