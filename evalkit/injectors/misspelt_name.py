"""A Chinese person's name in the target loses, gains or changes a letter: Wang Guangcheng becomes Wang Guangchen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalkit.injectors import Chance

CHECK = "misspelt-name"
SIDE = "target"
_TWO_WORDS = re.compile(r"\b([A-Z][a-z]+) ([A-Z][a-z]{3,})\b")
_HAN = re.compile("[\u4e00-\u9fff]+")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each two words with capitals that together are the pinyin of two or three characters of the source, the second of
    four letters."""
    for found in _TWO_WORDS.finditer(text):
        if _is_read_so(found[0].replace(" ", "").lower(), counterpart):
            yield Chance(start=found.start(2), end=found.end(2), replacement=_misspell(found[2]))


def _misspell(word: str) -> str:
    if word.endswith("ng"):
        return word[:-1]
    return f"{word}g" if word.endswith("n") else word[:-2] + word[-1] + word[-2]


def _is_read_so(spelling: str, chinese: str) -> bool:
    from pypinyin import Style, pinyin

    for run in _HAN.findall(chinese):
        readings = pinyin(run, style=Style.NORMAL, heteronym=True)
        if any(_spells(spelling, readings[start : start + length]) for start in range(len(run)) for length in (2, 3)):
            return True
    return False


def _spells(spelling: str, readings: Sequence[Sequence[str]]) -> bool:
    if not readings:
        return not spelling
    return any(spelling.startswith(one) and _spells(spelling[len(one) :], readings[1:]) for one in readings[0])
