"""How probable a text is as English, another western European language, or Chinese, judged by its characters.

A wrong decoding of a file is full of characters that nobody writes: ``Women’s`` in Windows-1252 read as GB18030 is
``Women抯``, and 抯 hardly occurs in Chinese. The probabilities of Han characters (simplified, and traditional through
OpenCC) and of Latin letters come from the word frequencies of wordfreq; how often the kinds of characters occur beside
each other is set by hand (``_SHARES``, ``_BREAKS``).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

_WESTERN = ("en", "fr", "de", "es", "it", "pt", "nl", "sv", "da", "fi")
_ENGLISH_SHARE = 0.6
_CHINESE_PUNCTUATION = "，。、：；？！（）《》「」『』〈〉【】％—…·“”‘’・～〔〕"
_FULL_WIDTH = "".join(letter for letter in map(chr, range(0xFF01, 0xFF5F)) if letter.isalnum()) + "．－／＋"
_TYPOGRAPHY = "\u00a0’“”‘–—…•·«»°€£§©®™½×„"
_LATIN_1 = "".join(map(chr, range(0xA0, 0x100)))
_ASCII_PUNCTUATION = ".,'\"-()?!:;/%&#$*+<=>@[\\]^_`{|}~"

_SHARES = {
    "Latin": 0.42,
    "Han": 0.42,
    "space": 0.09,
    "Chinese punctuation": 0.035,
    "full width": 0.005,
    "digits": 0.015,
    "ASCII": 0.01,
    "typography": 0.004,
    "Latin-1": 0.001,
}
"""How much of a text that may be in either language is of each kind."""

_CAPITALS = 0.06
_SMOOTHING = 0.01
_UNLISTED = 1e-9
_NEVER = 1e-11

_HAN = r"\u3400-\u9fff"
_NOT_LONE = rf"{_HAN}\u3000-\u303f\uff00-\uffef"
_BREAKS = (
    (re.compile(rf"(?<=[a-z])(?=[{_HAN}])|(?<=[{_HAN}])(?=[a-z])"), 3.0),
    (re.compile(rf"(?<![{_NOT_LONE}])[{_HAN}](?![{_NOT_LONE}])"), 6.0),
    (re.compile(r"(?<=[\u00c0-\u024f])(?=[\u00c0-\u024f])"), 3.0),
    (re.compile(r"(?<=[a-z\u00df-\u00ff])(?=[\u00c0-\u00de\u0160\u0178\u017d])"), 3.0),
)
"""Neighbours that a sound text hardly has, and what each costs, in nats: a Han character beside a small Latin letter,
one that stands alone, two accented letters, a capital inside a word."""

_FOREIGN_WORD = re.compile(r"[^\s!-/:-@\[-`{-~]*[^\x00-\x7f][^\s!-/:-@\[-`{-~]*")


def measure_plausibility(text: str) -> float:
    """The logarithm (nats) of the probability of ``text``. Decodings of the same bytes may be compared by it."""
    scores = _scores()
    total = sum(
        count * (scores.get(character) or _score_unlisted(character)) for character, count in Counter(text).items()
    )
    return total - sum(cost * len(pattern.findall(text)) for pattern, cost in _BREAKS)


def measure_foreign_words(text: str) -> tuple[int, float]:
    """How many characters the words with a character outside ASCII have, and their mean log-probability (0.0 without
    any).

    English, French, German and Chinese come out above -10, a text in another encoding (Korean or Russian, say) below.
    """
    words = _FOREIGN_WORD.findall(text)[:5000]
    length = sum(map(len, words))
    return length, sum(map(measure_plausibility, words)) / length if length else 0.0


def _score_unlisted(character: str) -> float:
    return math.log(_UNLISTED if character.isprintable() and not "\ue000" <= character <= "\uf8ff" else _NEVER)


@cache
def _scores() -> Mapping[str, float]:
    """The logarithm of the probability of each character that is in any of the tables."""
    tables = {
        "Latin": _tell_latin_letters(),
        "Han": _tell_han_characters(),
        "space": {" ": 0.97, "\n": 0.02, "\r": 0.005, "\t": 0.005},
        "Chinese punctuation": _tell_evenly(_CHINESE_PUNCTUATION),
        "full width": _tell_evenly(_FULL_WIDTH),
        "digits": _tell_evenly("0123456789"),
        "ASCII": _tell_evenly(_ASCII_PUNCTUATION),
        "typography": _tell_evenly(_TYPOGRAPHY),
        "Latin-1": _tell_evenly(_LATIN_1),
    }
    probabilities: Counter[str] = Counter()
    for kind, table in tables.items():
        for character, probability in table.items():
            probabilities[character] += _SHARES[kind] * probability  # type: ignore[assignment]
    return {character: math.log(max(probability, _UNLISTED)) for character, probability in probabilities.items()}


def _tell_evenly(characters: str) -> dict[str, float]:
    return dict.fromkeys(characters, 1 / len(characters))


def _tell_latin_letters() -> dict[str, float]:
    shares = {code: _ENGLISH_SHARE if code == "en" else (1 - _ENGLISH_SHARE) / (len(_WESTERN) - 1) for code in _WESTERN}
    letters: Counter[str] = Counter()
    for code, share in shares.items():
        counts = _count_characters(code, "small")
        known = {letter: count for letter, count in counts.items() if letter.isalpha() and letter < "\u0250"}
        total = sum(known.values())
        for letter, count in known.items():
            letters[letter] += share * (1 - _CAPITALS) * count / total  # type: ignore[assignment]
            if letter.upper() != letter and len(letter.upper()) == 1:
                letters[letter.upper()] += share * _CAPITALS * count / total  # type: ignore[assignment]
    return letters  # type: ignore[return-value]


def _tell_han_characters() -> dict[str, float]:
    """Half of the weight for text in simplified, half for text in traditional characters.

    Every character of GB2312 and of the common half of Big5 has a little of it, whether wordfreq lists it or not.
    """
    encodable = _list_encodable("gb2312", 0xB0, 0xF7) | _list_encodable("big5", 0xA4, 0xC6)
    characters = dict.fromkeys(encodable, _SMOOTHING / len(encodable))
    for counts in (_count_characters("zh", "small"), _count_characters("zh", "small", traditional=True)):
        known = {character: count for character, count in counts.items() if "\u3400" <= character <= "\u9fff"}
        total = sum(known.values())
        for character, count in known.items():
            characters[character] = characters.get(character, 0.0) + (1 - _SMOOTHING) * count / total / 2
    return characters


def _list_encodable(encoding: str, first: int, last: int) -> set[str]:
    pairs = (bytes((lead, trail)) for lead in range(first, last + 1) for trail in range(0x40, 0xFF))
    return {pair.decode(encoding, "ignore") for pair in pairs} - {""}


def _count_characters(language: str, wordlist: str, *, traditional: bool = False) -> dict[str, float]:
    from wordfreq import get_frequency_dict

    frequencies = get_frequency_dict(language, wordlist)
    words = list(frequencies)
    if traditional:
        import opencc

        words = opencc.OpenCC("s2t").convert("\n".join(words)).split("\n")
    counts: dict[str, float] = {}
    for word, frequency in zip(words, frequencies.values(), strict=True):
        for character in word:
            counts[character] = counts.get(character, 0.0) + frequency
    return counts
