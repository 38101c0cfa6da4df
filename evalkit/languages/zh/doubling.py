"""Chinese characters and words that stand twice in a row by mistake.

A function word counts where jieba takes both of them for words of their own (not in 为了了解, 目的的, 对对方), longer runs where
they are no reduplication (研究研究, 一个一个).
"""

from __future__ import annotations

import re

from evalkit.languages import Correction
from evalkit.languages.zh.conversion import simplify
from evalkit.languages.zh.words import cut_words, is_known_word

_NEVER_DOUBLED = "的是在和与與及被把由从從到将將于於向而但为為对對以所之或且并並让讓使给給这這那其该該则則至自"
_CHARACTERS = re.compile(f"(?<![{_NEVER_DOUBLED}])([{_NEVER_DOUBLED}])\\1(?!\\1)")
_RUNS = re.compile("([\u4e00-\u9fff]{3,12})\\1(?!\\1)")
_PAIRS = re.compile(
    "(我们|我們|他们|他們|它们|你们|以及|因为|因為|所以|但是|可以|进行|進行|通过|通過|已经|已經|关于|關於|对于|對於|或者|由于|由於|并且|其中|这个|這個|没有|沒有)\\1"
)
_REDUPLICATED = re.compile("[一二两三四五六七八九十半每多几]|[等哈呵嘿嘻啦哦啊呀哎唉]")
_REACH = 8
_SURE, _LIKELY = 0.9, 0.8


def find_doubled_words(text: str) -> list[Correction]:
    """The places where one word stands twice and may not."""
    found = [_correct(match, _SURE) for match in _CHARACTERS.finditer(text) if _stand_alone(text, match)]
    found += [_correct(match, _SURE) for match in _PAIRS.finditer(text)]
    found += [_correct(match, _LIKELY) for match in _RUNS.finditer(text) if not _REDUPLICATED.search(match[1])]
    return found


def _correct(match: re.Match[str], confidence: float) -> Correction:
    return Correction(start=match.start(), end=match.end(), suggestion=match[1], confidence=confidence)


def _stand_alone(text: str, match: re.Match[str]) -> bool:
    """Whether no word of the dictionary that jieba finds here holds more than one of the two characters, or one and a
    neighbour."""
    start = max(0, match.start() - _REACH)
    for word in cut_words(simplify(text[start : match.end() + _REACH])):
        end = start + len(word)
        if len(word) > 1 and start < match.end() and match.start() < end and is_known_word(word):
            return False
        start = end
    return True
