"""How the units of a text end: inside a speech or not, and with which mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_FAMILIES = (
    re.compile("(?P<opens>„)|[“”]"),
    re.compile(r"(?P<opens>[“«]|(?<![^\s(\[—–-])\"(?=\S))|[”»\"]"),
    re.compile("(?P<opens>「)|」"),
    re.compile("(?P<opens>『)|』"),
    re.compile(r"(?P<opens>‘|(?<![^\s(\[—–-])'(?=\w))|(?<=[.,!?…—–-])[’'](?!\w)"),
)
"""Quotation marks; a text is read by the first family of which one opens in it, and marks of others stand inside."""
_BEHIND = " \t”’」』»“\"')）]"
"""What may stand behind the end of a sentence."""
_MARKS = {"？": "?", "！": "!", "。": ".", "．": ".", **{mark: mark for mark in "?!.…"}}


def tell_endings(texts: Sequence[str]) -> list[tuple[str, str]]:
    """How each unit of a text ends: inside a speech (``speaking``), with the end of one (``spoken``) or otherwise; and
    with which mark."""
    marks = [_MARKS.get(text.rstrip(_BEHIND)[-1:], "") for text in texts]
    return list(zip(_follow_speech(texts), marks, strict=True))


def _follow_speech(texts: Sequence[str]) -> Iterator[str]:
    family = next(
        (one for one in _FAMILIES if any(found["opens"] for text in texts for found in one.finditer(text))), None
    )
    speaking = False
    for text in texts:
        last = None
        for last in family.finditer(text) if family else ():
            speaking = bool(last["opens"])
        ends = last is not None and not text[last.end() :].strip(_BEHIND)
        yield "speaking" if speaking else "spoken" if ends else ""
