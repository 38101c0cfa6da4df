"""English words without their endings, so that those of one family meet: develops, developed, development.

A stem is the start of a dictionary form. Where a word can have several dictionary forms (left: leave, left) it has
several stems.
"""

from __future__ import annotations

import re
from functools import cache

from evalkit.languages.en.lexicon import list_lemmas

_TOKEN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|[?!\"“”]")
_NEGATION = re.compile(r"n?['’]t$")
_CLITIC = re.compile(r"['’][a-z]+$")
_QUOTES = "“”"
_LETTERS_KEPT = 5


def translate_words(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each word of ``text`` in lower case, with its stems; question and exclamation marks and quotes stand for
    themselves."""
    words = []
    for token in _TOKEN.findall(text):
        word = '"' if token in _QUOTES else token.lower()
        words.append((word, list_stems(word)))
        if _NEGATION.search(word):
            words.append(("not", ("not",)))
    return words


@cache
def list_stems(word: str) -> tuple[str, ...]:
    """The stems of a lower-case word."""
    bare = word if word.isalpha() else _CLITIC.sub("", _NEGATION.sub("", word)) or word
    lemmas = [lemma for found in list_lemmas(bare).values() for lemma in found] or [bare]
    return tuple(dict.fromkeys(lemma.lower()[:_LETTERS_KEPT] for lemma in lemmas))
