"""Large numbers are written in two ways in one text: 12,000 here and 12000 or 12.000 there.

Numbers of five digits or more count, and of four where the text groups those too; years, codes, telephone numbers and
digits with letters are left alone. How a language groups digits is told by its own module. One finding for a text, on
the rarer kind, with all its places.

Known false alarms: postcodes and product numbers that nothing marks as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from evalkit.checks import Text, texts_of
from evalkit.data import Example, Fault, Place, Segment

CATEGORY = "Style/Inconsistent style"
SEVERITY = "minor"
MESSAGES = {
    "plain": "A large number stands without a grouping mark ({count} places), others of this text with one; write “{suggestion}” here.",
    "grouped": "A large number stands with a grouping mark ({count} places), most of this text without; write “{suggestion}” here.",
    "foreign": "A large number is grouped by another mark than the others of this text ({count} places); write “{suggestion}” here.",
}

_CONFIDENCE = {"plain": 0.8, "grouped": 0.7, "foreign": 0.9}
_LAST_YEAR = 2100
_MARKS_BEFORE = r"(?<![\w.,\-/#:+@%&=])"
_PLAIN = re.compile(rf"{_MARKS_BEFORE}(?<!No\. )(?<!\d )[1-9]\d{{3,8}}(?![\w\-/:@%]|[.,]\d)", re.ASCII)
_FOREIGN_MARKS = {",": ".", ".": ","}


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """At most two faults for each side of a document."""
    for text in texts_of(segments):
        mark = text.language.digit_grouping
        if not mark:
            continue
        grouped = _find(text, _compile_grouped(mark))
        if not grouped:
            continue
        yield from _report(text, "foreign", _find(text, _compile_grouped(_FOREIGN_MARKS[mark], least_groups=2)))
        shortest = min(len(place.text.replace(mark, "")) for place in grouped)
        plain = [place for place in _find(text, _PLAIN) if _is_quantity(place.text, shortest)]
        if plain and len(plain) <= len(grouped):
            yield from _report(text, "plain", plain)
        elif plain:
            yield from _report(text, "grouped", grouped)


def _is_quantity(digits: str, shortest: int) -> bool:
    return len(digits) >= shortest and (len(digits) > 4 or int(digits) > _LAST_YEAR)


@cache
def _compile_grouped(mark: str, *, least_groups: int = 1) -> re.Pattern[str]:
    return re.compile(
        rf"{_MARKS_BEFORE}[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}}){{{least_groups},}}(?![\w\-/]|[.,]\d)", re.ASCII
    )


def _find(text: Text, pattern: re.Pattern[str]) -> list[Place]:
    return [
        passage.place(match.start(), match.end(), side=text.side)
        for passage in text.passages
        for match in pattern.finditer(passage.text)
    ]


def _report(text: Text, message: str, places: Sequence[Place]) -> Iterator[Fault]:
    from dataclasses import replace

    if places:
        mark = text.language.digit_grouping if message != "grouped" else ""
        written = tuple(replace(place, suggestion=_write(place.text, mark)) for place in places)
        yield Fault(
            places=written,
            message=message,
            parameters={"count": len(written)},
            confidence=_CONFIDENCE[message],
            about=message,
        )


def _write(number: str, mark: str) -> str:
    grouped = f"{int(re.sub('[.,]', '', number)):,}"
    return grouped.replace(",", mark)


FLAGGED = (
    Example(target="They sold 12,000 papers and 15000 books.", text="15000", suggestion="15,000"),
    Example(target="They sold 1,500,000 papers and 1.250.000 books.", text="1.250.000", suggestion="1,250,000"),
)
CLEAN = (
    Example(target="In 2022 they sold 12,000 papers and 1500 books, by order 4500123-A, tel. +86 23456789."),
    Example(target="They sold 12000 papers and 15000 books; 3.125 is a ratio."),
)
