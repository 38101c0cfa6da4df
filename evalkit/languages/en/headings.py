"""How an English heading is capitalised."""

from __future__ import annotations

import re

from evalkit.languages.en.lexicon import is_spelt_right

_WORD = re.compile(r"(?<![\w'’-])[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LEAST_LETTERS = 4
_LEAST_WORDS = 2


def tell_heading_case(text: str) -> str | None:
    """``title`` if every word of four letters or more has a capital, ``sentence`` if none has but the first and names;
    ``None`` if it cannot be told.

    Words that a dictionary has only with a capital, or not at all, are names.
    """
    words = [word for word in _WORD.findall(text)[1:] if len(word) >= _LEAST_LETTERS and not word.isupper()]
    common = [word for word in words if is_spelt_right(word.lower())]
    capitals = sum(word[0].isupper() for word in common)
    if len(common) < _LEAST_WORDS or text.isupper():
        return None
    return "title" if capitals == len(common) else "sentence" if capitals <= len(common) // 4 else None
