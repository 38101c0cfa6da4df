"""A letter of another script stands inside a word and looks like the right one: a Cyrillic “а” in “Bаnk”, the letter O
in 二OO八年, l in “l00”.

It comes from optical character recognition, a keyboard left in another layout, or on purpose; the word reads well, but
no search, dictionary or metric knows it. Only letters with a twin of the same look count, and only in words whose other
letters are all of one script. What a language confuses beyond letters is told by its own module. One finding for each
word.

Known false alarms: none met; symbols such as µm, ΔT, β2 hold no twins, or no word. Known misses: a word all in twins
(“оса”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalkit.checks import Text, texts_of
from evalkit.data import Example, Fault, Passage, Place, Segment

CATEGORY = "Linguistic conventions/Spelling"
SEVERITY = "major"
MESSAGES = {
    "script": "“{text}” holds letters of another script that only look right; write “{suggestion}”.",
    "digit": "“{text}” holds letters in the place of digits; write “{suggestion}”.",
}

_CONFIDENCE = 0.97
_CYRILLIC, _GREEK = "АВСЕНІЈКМОРЅТХаеорсухіјѕһԁԛԝ", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
_LATIN_OF = dict(zip(_CYRILLIC + _GREEK, "ABCEHIJKMOPSTXaeopcyxijshdqw" + "ABEZHIKMNOPTYXo", strict=True))
_CYRILLIC_OF = dict(zip("ABCEHIJKMOPSTXaeopcyxijs", "АВСЕНІЈКМОРЅТХаеорсухіјѕ", strict=True))
_SUSPECT = re.compile("[A-Za-z\u00c0-\u024f][\u0370-\u052f]|[\u0370-\u052f][A-Za-z\u00c0-\u024f]")
_WORD = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]{3,}")
_LATIN, _OTHER = re.compile("[A-Za-z\u00c0-\u024f]"), re.compile("[\u0370-\u052f]")
_NUMBER = re.compile(
    r"(?<![\w.\-])(?:[lIO]?\d+[lO]\d+|l\d{2,}|[lI](?=[.,]\d{3}\b)[.,]\d{3}|\d{2,}[lO](?=\s*(?:%|percent|per cent)))(?![\w\-])"
)
_DIGITS = str.maketrans({"l": "1", "I": "1", "O": "0"})


def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
    """One fault for each word or number."""
    for text in texts_of(segments):
        for passage in text.passages:
            for place in _find_letters(text, passage):
                yield Fault(places=(place,), message="script", confidence=_CONFIDENCE)
            for start, end, suggestion, confidence in _find_digits(text, passage.text):
                place = passage.place(start, end, side=text.side, suggestion=suggestion)
                yield Fault(places=(place,), message="digit", confidence=confidence)


def _find_letters(text: Text, passage: Passage) -> Iterator[Place]:
    if passage.text.isascii() or not _SUSPECT.search(passage.text):
        return
    for match in _WORD.finditer(passage.text):
        suggestion = _unite(match[0])
        if suggestion is not None:
            yield passage.place(match.start(), match.end(), side=text.side, suggestion=suggestion)


def _unite(word: str) -> str | None:
    """The word in its main script, where it holds two and every letter of the rarer one has a twin; else ``None``."""
    latin, other = _LATIN.findall(word), _OTHER.findall(word)
    if len(latin) >= 2 and other and set(other) <= _LATIN_OF.keys() and len(latin) >= len(other):
        return "".join(_LATIN_OF.get(letter, letter) for letter in word)
    if len(other) >= 2 and latin and set(latin) <= _CYRILLIC_OF.keys() and any(c >= "\u0400" for c in other):
        return "".join(_CYRILLIC_OF.get(letter, letter) for letter in word)
    return None


def _find_digits(text: Text, line: str) -> Iterator[tuple[int, int, str, float]]:
    for found in text.language.find_lookalikes(line):
        yield found.start, found.end, found.suggestion, found.confidence
    for match in _NUMBER.finditer(line):
        yield match.start(), match.end(), match[0].translate(_DIGITS), 0.85


FLAGGED = (
    Example(target="the Bаnk of China", text="Bаnk", suggestion="Bank"),
    Example(target="the ΟPEC meeting", text="ΟPEC", suggestion="OPEC"),
    Example(source="二OO八年八月，会议召开。", text="二OO八", suggestion="二〇〇八"),
    Example(target="It cost 1O0 yuan.", text="1O0", suggestion="100"),
    Example(target="Мoсква лежит на реке.", target_language="ru", text="Мoсква", suggestion="Москва"),
)
CLEAN = (
    Example(target="5 μm, ΔT, β-carotene, αSMA, Ωmega, the I10 and O2 levels; l'an 2000, 10l, 3D"),
    Example(target="Москва means Moscow; A320, B2B, 4x100, 1l, I5-3427"),
    Example(source="一O型血的人在O2O平台，二十个OK。"),
)
