"""Names of one script in a text of another: where a name stands as any of its readings, and what is nearly one.

Accepted are either order of surname and given name, syllables joined, spaced or hyphened, an apostrophe between them
(Xi'an), tone marks, every spelling of ü that the readings list, and a possessive s with or without its apostrophe.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

from evalkit.data import Name

_JOINT = r"[\s\-'’]*"
_BETWEEN = r"[\s\-,·'’]*"
_CAPITALISED = re.compile(r"\b[^\W\d_a-z][^\W\d_]*(?:['’\-][^\W\d_]+)*")
_MOST_READINGS = 64
_MOST_EDITS = 2
_LETTERS_PER_EDIT = 5
# Estimates: on WMT22 zh-en only a company's name, itself of low confidence, was by chance this near to what a name should be.
_CONFIDENCE = {1: 0.9, 2: 0.7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """Where a name stands in a text, how many letters are wrong there, and how it would be spelled right in the same
    order."""

    start: int
    end: int
    edits: int
    expected: str
    confidence: float


def fold_latin(text: str) -> str:
    """``text`` in lower case and without diacritics, character for character."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


@cache
def _fold_character(character: str) -> str:
    return unicodedata.normalize("NFKD", character)[0].lower()


def find_exact(name: Name, text: str) -> Spelling | None:
    """The first place of ``text`` where the name stands as one of its readings."""
    folded = fold_latin(text)
    # Nearly every name that is not there is told by this, and patterns are dear.
    if not all(any(fold_latin(reading) in folded for reading in readings) for readings in name.readings):
        return None
    match = re.search(_make_pattern(name), folded)
    if match is None:
        return None
    start, end = match.span("name")
    return Spelling(start=start, end=end, edits=0, expected=text[start:end], confidence=name.confidence)


def find_nearly(
    name: Name, text: str, *, taken: Collection[tuple[int, int]], known: Collection[str]
) -> Spelling | None:
    """The capitalised words of ``text`` that are one or two letters from the whole name.

    Left aside are the spans in ``taken`` (other names) and words whose letters are in ``known`` (readings of other
    words).
    """
    from rapidfuzz.distance import OSA

    best: Spelling | None = None
    spelled = list(_spell_name(name))
    for start, end in _list_windows(text):
        letters = _letters_of(text[start:end])
        if letters in known or any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        for right in spelled:
            wanted = _letters_of(right)
            edits = OSA.distance(letters, wanted, score_cutoff=_MOST_EDITS)
            if 0 < edits <= min(_MOST_EDITS, len(wanted) // _LETTERS_PER_EDIT) and (best is None or edits < best.edits):
                confidence = _CONFIDENCE[edits] * name.confidence
                best = Spelling(start=start, end=end, edits=edits, expected=right, confidence=confidence)
    return best


def _make_pattern(name: Name) -> str:
    syllables = [
        "(?:" + "|".join(sorted({re.escape(fold_latin(r)) for r in readings}, key=len, reverse=True)) + ")"
        for readings in name.readings
    ]
    surname, given = _JOINT.join(syllables[: name.surname_length]), _JOINT.join(syllables[name.surname_length :])
    return rf"\b(?P<name>{surname}{_BETWEEN}{given}|{given}{_BETWEEN}{surname})(?=(?:['’]?s)?\b)"


def _spell_name(name: Name) -> Iterator[str]:
    """The name's usual spellings, surname first, then given name first: ``Wang Guangcheng``, ``Lü Xi'an``."""
    for reading in islice(product(*name.readings), _MOST_READINGS):
        surname, given = (
            _join_syllables(reading[: name.surname_length]),
            _join_syllables(reading[name.surname_length :]),
        )
        yield f"{surname} {given}"
        yield f"{given} {surname}"


def _join_syllables(syllables: tuple[str, ...]) -> str:
    joined = syllables[0] if syllables else ""
    for syllable in syllables[1:]:
        joined += ("'" if syllable[0] in "aoe" else "") + syllable
    return joined.capitalize()


def _list_windows(text: str) -> Iterator[tuple[int, int]]:
    """The spans of one to four neighbouring capitalised words, a possessive ending left out."""
    words = [match.span() for match in _CAPITALISED.finditer(text)]
    for first in range(len(words)):
        for last in range(first, min(first + 4, len(words))):
            if last > first and text[words[last - 1][1] : words[last][0]].strip(" ,-"):
                break
            end = words[last][1]
            yield words[first][0], end - 2 if re.search("['’]s$", text[:end]) else end


def _letters_of(text: str) -> str:
    return "".join(character for character in fold_latin(text) if character.isalpha())
