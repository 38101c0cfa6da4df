"""Spaces that stand inside a Chinese word."""

from __future__ import annotations

import re

from evalkit.languages import Correction
from evalkit.languages.zh.conversion import simplify
from evalkit.languages.zh.words import is_known_word, tag_words

_GAP = re.compile(" (?<=[\u4e00-\u9fff] ) *(?=[\u4e00-\u9fff])")
_SENTENCE_END = re.compile("[。！？；]")
_LETTER = re.compile("[\u4e00-\u9fff]")
_LETTERS_OF_PROSE = 15
_CONFIDENCE = 0.9


def find_split_words(text: str) -> list[Correction]:
    """The spaces that stand inside a word of jieba's dictionary (大 楼) and behind or before no other word (电 波黑).

    A space between two words may be meant: behind a dateline, a name, a title. Headings and spaced-out lines are left
    alone.
    """
    if not _GAP.search(text):
        return []
    letters = len(_LETTER.findall(text))
    if letters < _LETTERS_OF_PROSE or text.count(" ") > letters / 5 or not _SENTENCE_END.search(text):
        return []
    gaps = list(_GAP.finditer(text))
    words = tag_words(simplify(_GAP.sub("", text)))
    inside = {offset for word in words if is_known_word(word.text) for offset in range(word.start + 1, word.end)}
    found, closed = [], 0
    for gap in gaps:
        if gap.start() - closed in inside and _is_between_fragments(text, gap):
            found.append(Correction(start=gap.start(), end=gap.end(), suggestion="", confidence=_CONFIDENCE))
        closed += len(gap[0])
    return found


def _is_between_fragments(text: str, gap: re.Match[str]) -> bool:
    """Whether what ends before the gap and what begins behind it are single characters, not words of their own."""
    before = tag_words(simplify(text[max(0, gap.start() - 8) : gap.start()]))
    behind = tag_words(simplify(text[gap.end() : gap.end() + 8]))
    return len(before[-1].text) == 1 and len(behind[0].text) == 1
