"""The words of an English text with their offsets, and how often each stands in the whole text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from sys import intern

APOSTROPHES = "'’ʼ＇"
_WORD = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}‘][^\W\d_]+)*|\d[\d.,]*\d|\d|&")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|[@#]\w+|\b[\w-]+(?:\.[\w-]+)+\b")
BREAK = re.compile(r"[.!?…:;]|\n")
_WORDS_KEPT = 200_000
"""So many words of a text are kept from one look at it to the next; those of longer ones are found anew, for each takes
200 bytes."""
_HEADING = frozenset(["a", "an", "the", "my", "your", "his", "her", "our", "their", "its", "this", "that"])


@dataclass(frozen=True, slots=True)
class ContextWord:
    """A word of a paragraph and its offsets; ``before`` is the text between it and the word before."""

    text: str
    start: int
    end: int
    before: str


def split_words(text: str) -> list[ContextWord]:
    """The words, numbers and ampersands of a text; what stands in an address, a handle or a hashtag is no word."""
    addresses = [match.span() for match in ADDRESS.finditer(text)]
    words, end = [], 0
    for match in _WORD.finditer(text):
        if not addresses or not any(start <= match.start() < stop for start, stop in addresses):
            words.append(ContextWord(match[0], match.start(), match.end(), text[end : match.start()]))
            end = match.end()
    return words


class Context:
    """The words of a whole text, how many each paragraph has (``sizes``), how often each stands in the text, and which
    apostrophes are left inside words (``marks``), how many in each paragraph (``kept``).

    Each counter is keyed by lower-case words: ``capitals`` counts those with a capital inside a sentence, ``smalls``
    those without one, ``headed`` those right behind an article or a possessive pronoun, ``pairs`` neighbours.
    """

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.texts = paragraphs
        self.sizes: list[int] = []
        self.kept: list[int] = []
        self.marks: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.capitals: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.smalls: Counter[str] = Counter()
        self.headed: Counter[str] = Counter()
        self._words: list[list[ContextWord]] = []
        size = 0
        for text in paragraphs:
            words = split_words(text)
            before = self.marks.total()
            self._count(words)
            self.sizes.append(len(words))
            self.kept.append(self.marks.total() - before)
            size += len(words)
            if size <= _WORDS_KEPT:
                self._words.append(words)

    def list_words(self, paragraph: int) -> Sequence[ContextWord]:
        """The words of a paragraph."""
        return self._words[paragraph] if paragraph < len(self._words) else split_words(self.texts[paragraph])

    def _count(self, words: Sequence[ContextWord]) -> None:
        before = ""
        for index, word in enumerate(words):
            lower = intern(word.text.lower())
            if not (lower.isascii() and lower.isalpha()):
                self.marks.update(character for character in word.text if character in APOSTROPHES)
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
