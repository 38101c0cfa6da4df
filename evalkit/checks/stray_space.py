"""A space stands where the language has none: before a comma, behind an opening bracket, inside a Chinese word.

What a language has there is told by its own module; a language that tells nothing (French sets spaces before some
marks) is left alone. One finding for a text, with all its places.

Chinese copied from web pages often has spaces where full-width marks meet (据悉 ， “ 爱家 ” 。). They tell how it was
typeset, not how it was written, and such a mark has white space of its own, so that hardly anyone sees them. A text
with such places alone is reported less surely, and so shown only on demand; a space between a word and a lone mark (据悉
，大家) was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, takewhile

from evalkit.checks import Text, texts_of, weigh_slip
from evalkit.data import Example, Fault, Passage, Place, Segment

CATEGORY = "Linguistic conventions/Typography"
SEVERITY = "minor"
MESSAGES = {"stray": "A space stands where there should be none ({count} places). Delete it."}

_CONFIDENCE, _TYPESET = 0.9, 0.6
_GAP = re.compile(r"(?<=\S) +(?=\w)")


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most one fault for each side of a document."""
    for text in texts_of(segments):
        places = tuple(place for passage in text.passages for place in _find_places(text, passage))
        if places:
            typed = sum(not typeset for _, typeset in places)
            yield Fault(
                places=tuple(place for place, _ in places),
                message="stray",
                parameters={"count": len(places)},
                confidence=weigh_slip(text, typed, _CONFIDENCE) if typed else _TYPESET,
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
    """Whether the space stands beside a full-width mark, in a row of several marks, or in a line that has spaces behind
    such marks too."""
    full_width = any(_is_full_width_mark(one) for one in (line[start - 1], line[end]))
    behind = takewhile(_is_in_row, line[end:])
    before = takewhile(_is_in_row, reversed(line[:start]))
    return full_width and (sum(map(_is_mark, chain(before, behind))) > 1 or _sets_spaces_behind(line))


def _sets_spaces_behind(line: str) -> bool:
    """Whether a full-width mark that opens nothing has a space behind it, where no one types one."""
    before = (line[found.start() - 1] for found in _GAP.finditer(line))
    return any(_is_full_width_mark(one) and unicodedata.category(one) != "Ps" for one in before)


def _is_full_width_mark(one: str) -> bool:
    return _is_mark(one) and unicodedata.east_asian_width(one) in "WF"


def _is_in_row(one: str) -> bool:
    return one.isspace() or _is_mark(one)


def _is_mark(one: str) -> bool:
    return unicodedata.category(one)[0] in "PS"


@cache
def _list_patterns(no_space_before: str, no_space_after: str) -> tuple[re.Pattern[str], ...]:
    patterns = []
    if no_space_before:
        # A mark that begins something is no fault: “ .5”, “ ...”, “ .NET”, “ :)”.
        behind_word = r" (?<=[^\s.…!?] ) *"  # It is found faster where it begins with a space.
        ends = r"(?=$|[\s\"'”’]|[^\x00-\x7f])"
        patterns.append(rf"{behind_word}(?=[{re.escape(no_space_before)}]{ends})")
        closing = re.escape("".join(mark for mark in no_space_before if mark in ")]"))
        if closing:
            patterns.append(rf"{behind_word}(?=[{closing}][.,;:!?])")
    if no_space_after:
        patterns.append(rf" (?<=[{re.escape(no_space_after)}] ) *(?=\w)")
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
