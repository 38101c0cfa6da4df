"""How words of a Chinese text may be spelled in Latin letters, without knowing where words begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from evalkit.languages.zh.readings import list_readings, strip_inline_readings
from evalkit.languages.zh.surnames import SURNAME_READINGS

_HAN = re.compile("[\u3400-\u9fff]+")
_LONGEST = 4
_READINGS_EACH = 2


def spell_words(text: str) -> Iterator[str]:
    """The pinyin of every run of two to four characters, joined and without tones: ``chongqing`` and ``zhongqing`` for
    重庆.

    Each character counts with its two commonest readings, a surname also with the reading it has as a surname.
    """
    for run in _HAN.findall(strip_inline_readings(text)[0]):
        readings = [_list_likely(character) for character in run]
        for start, spelled in enumerate(readings):
            for syllables in readings[start + 1 : start + _LONGEST]:
                spelled = tuple(word + syllable for word in spelled for syllable in syllables)
                yield from spelled


def match_spellings(text: str, spellings: frozenset[str]) -> Iterator[str]:
    """Those of the spellings that :func:`spell_words` gives; nearly all of what it would give is not even begun."""
    begun = _list_beginnings(spellings)
    for run in _HAN.findall(strip_inline_readings(text)[0]):
        readings = [_list_likely(character) for character in run]
        for start, likely in enumerate(readings):
            spelled = [word for word in likely if word in begun]
            for syllables in readings[start + 1 : start + _LONGEST] if spelled else ():
                spelled = [joined for word in spelled for syllable in syllables if (joined := word + syllable) in begun]
                yield from (word for word in spelled if word in spellings)


@lru_cache(maxsize=4)
def _list_beginnings(spellings: frozenset[str]) -> frozenset[str]:
    """All that the spellings begin with, they themselves among it."""
    return frozenset(word[:end] for word in spellings for end in range(1, len(word) + 1))


@cache
def _list_likely(character: str) -> tuple[str, ...]:
    as_surname = SURNAME_READINGS.get(character, ())
    return tuple(
        dict.fromkeys(_plain(reading) for reading in (*list_readings(character)[:_READINGS_EACH], *as_surname))
    )


def _plain(reading: str) -> str:
    return reading.replace("ü", "u")
