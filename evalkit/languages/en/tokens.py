"""English words with what they may be inflections of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from evalkit.languages.en.lexicon import list_lemmas
from evalkit.languages.wording import Token

_WORD = re.compile(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*")


def list_tokens(text: str) -> Sequence[Token]:
    """The words of a text; a hyphen separates two, a possessive ending is no word."""
    return [
        Token(keys=_list_forms(match[0]), start=match.start(), end=match.end())
        for match in _WORD.finditer(text)
        if not (match[0] == "s" and text[: match.start()].endswith(("'", "’")))
    ]


@cache
def _list_forms(word: str) -> tuple[str, ...]:
    """The word in lower case, its lemmas, and for a name in the plural the word without its s."""
    lower = word.lower().replace("’", "'")
    lemmas = [lemma for group in list_lemmas(lower).values() for lemma in group]
    bare = [lower[:-1]] if lower.endswith("s") and len(lower) > 3 else []
    return tuple(dict.fromkeys([lower, *lemmas, *bare]))
