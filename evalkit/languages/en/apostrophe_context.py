"""The words of an English text with their offsets, and how often each stands in the whole text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

APOSTROPHES = "'’ʼ＇"
_WORD = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}‘][^\W\d_]+)*|\d[\d.,]*\d|\d|&")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|[@#]\w+|\b[\w-]+(?:\.[\w-]+)+\b")
BREAK = re.compile(r"[.!?…:;]|\n")
_HEADING = frozenset(["a", "an", "the", "my", "your", "his", "her", "our", "their", "its", "this", "that"])


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a paragraph and its offsets; ``before`` is the text between it and the word before."""

    text: str
    start: int
    end: int
    before: str


def split_words(text: str) -> list[Word]:
    """The words, numbers and ampersands of a text; what stands in an address, a handle or a hashtag is no word."""
    addresses = [match.span() for match in ADDRESS.finditer(text)]
    words, end = [], 0
    for match in _WORD.finditer(text):
        if not any(start <= match.start() < stop for start, stop in addresses):
            words.append(Word(match[0], match.start(), match.end(), text[end : match.start()]))
            end = match.end()
    return words


class Context:
    """The words of a whole text, how often each stands in it, and how many apostrophes are left inside words (``kept``).

    Each counter is keyed by lower-case words: ``capitals`` counts those with a capital inside a sentence, ``smalls`` those without one,
    ``headed`` those right behind an article or a possessive pronoun, ``pairs`` neighbours.
    """

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.texts = paragraphs
        self.paragraphs = [split_words(text) for text in paragraphs]
        self.counts: Counter[str] = Counter()
        self.capitals: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.smalls: Counter[str] = Counter()
        self.headed: Counter[str] = Counter()
        for words in self.paragraphs:
            self._count(words)
        self.words = [word for words in self.paragraphs for word in words]
        self.size = len(self.words)
        self.kept = sum(character in APOSTROPHES for word in self.words for character in word.text)

    def _count(self, words: Sequence[Word]) -> None:
        before = ""
        for index, word in enumerate(words):
            lower = word.text.lower()
            self.counts[lower] += 1
            self.smalls[lower] += word.text[0].islower()
            if index:
                self.headed[lower] += before in _HEADING
                self.pairs[before, lower] += 1
                if word.text[0].isupper() and not BREAK.search(word.before):
                    self.capitals[lower] += 1
            before = lower


def tell_mark(gap: str) -> str:
    """What separates two words, but for spaces: ``comma``, ``dash``, ...; nothing where only spaces do."""
    if gap == " ":
        return ""
    for mark, characters in (
        ("comma", ",，、"),
        ("dash", "–—"),
        ("bracket", "()[]"),
        ("quote", "\"“”«»'‘’"),
        ("hyphen", "-"),
        ("slash", "/"),
    ):
        if any(character in gap for character in characters):
            return mark
    return ""
