"""A space stands where the language has none: before a comma, behind an opening bracket, inside a Chinese word.

What a language has there is told by its own module; a language that tells nothing (French sets spaces before some marks) is left alone. One
finding for a text, with all its places.

Chinese copied from web pages often has spaces around its marks (据悉 ， “ 爱家 ” 。). They tell how it was typeset, not how it was written, and a full-width mark
has white space of its own, so that hardly anyone sees them. A text with such places alone is reported less surely, and so shown only on demand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from evalkit.checks import Text, texts_of
from evalkit.data import Example, Fault, Passage, Place, Segment

CATEGORY = "Linguistic conventions/Typography"
SEVERITY = "minor"
MESSAGES = {"stray": "{count} spaces stand where there should be none. Delete them."}

_CONFIDENCE, _TYPESET = 0.9, 0.6


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most one fault for each side of a document."""
    for text in texts_of(segments):
        places = tuple(place for passage in text.passages for place in _find_places(text, passage))
        if places:
            yield Fault(
                places=tuple(place for place, _ in places),
                message="stray",
                parameters={"count": len(places)},
                confidence=_TYPESET if all(typeset for _, typeset in places) else _CONFIDENCE,
                about="",
            )


def _find_places(text: Text, passage: Passage) -> list[tuple[Place, bool]]:
    """The places, and whether each may come from typesetting."""
    spans = [(found.start, found.end) for found in text.language.find_split_words(passage.text)]
    for pattern in _list_patterns(text.language.no_space_before, text.language.no_space_after):
        spans += [match.span() for match in pattern.finditer(passage.text)]
    return [
        (passage.place(start, end, side=text.side, suggestion=""), _is_typeset(passage.text, start, end))
        for start, end in sorted(spans)
    ]


def _is_typeset(line: str, start: int, end: int) -> bool:
    """Whether the space stands beside a full-width mark."""
    return any(unicodedata.east_asian_width(one) in "WF" and not one.isalnum() for one in (line[start - 1], line[end]))


@cache
def _list_patterns(no_space_before: str, no_space_after: str) -> tuple[re.Pattern[str], ...]:
    patterns = []
    if no_space_before:
        # A mark that begins something is no fault: “ .5”, “ ...”, “ .NET”, “ :)”.
        ends = r"(?=$|[\s\"'”’]|[^\x00-\x7f])"
        patterns.append(rf"(?<=[^\s.…!?]) +(?=[{re.escape(no_space_before)}]{ends})")
        closing = re.escape("".join(mark for mark in no_space_before if mark in ")]"))
        if closing:
            patterns.append(rf"(?<=[^\s.…!?]) +(?=[{closing}][.,;:!?])")
    if no_space_after:
        patterns.append(rf"(?<=[{re.escape(no_space_after)}]) +(?=\w)")
    return tuple(re.compile(pattern) for pattern in patterns)


FLAGGED = (
    Example(target="They visited the office , and left.", text=" ", suggestion=""),
    Example(target="The office ( in Chongqing) is open.", text=" ", suggestion=""),
    Example(source="市政府外办的同志们参观了外事大 楼的建筑文化。", text=" ", suggestion=""),
)
CLEAN = (
    Example(target="It costs .5 of that ... or so :)"),
    Example(target="They work with .NET (mostly), and left."),
    Example(source="张 三"),
    Example(source="新华社重庆电 外事大楼今日开放，许多市民前来参观。"),
    Example(source="我们使用 Python 编写程序，大家都觉得这样很好，也很方便。"),
    Example(target="Vraiment ? Oui !", target_language="fr"),
)
