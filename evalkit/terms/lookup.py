"""Terms looked up in a text: the longest first, each word in any of its forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from evalkit.languages import get_language
from evalkit.languages.wording import Token

_INDEXES_KEPT = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A term as it was asked for, and where it stands in the text."""

    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Index:
    """Terms by their first word's forms, each as its words; ``language`` says what the words of a text are."""

    language: str
    terms: Mapping[str, Sequence[tuple[str, Sequence[Token]]]]

    def find(self, text: str) -> list[Found]:
        """Where the terms stand, in order, none inside another."""
        tokens = get_language(self.language).list_tokens(text)
        found: list[Found] = []
        at = 0
        while at < len(tokens):
            match = self._match(tokens, at)
            if match is None:
                at += 1
                continue
            term, length = match
            found.append(Found(term=term, start=tokens[at].start, end=tokens[at + length - 1].end))
            at += length
        return found

    def _match(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """The longest term that begins with the token at ``at``, and how many tokens it is."""
        best: tuple[str, int] | None = None
        for key in tokens[at].keys:
            for term, words in self.terms.get(key, ()):
                here = tokens[at : at + len(words)]
                if (best is None or len(words) > best[1]) and _agree(here, words):
                    best = term, len(words)
        return best


def _agree(tokens: Sequence[Token], words: Sequence[Token]) -> bool:
    return len(tokens) == len(words) and all(
        not set(token.keys).isdisjoint(word.keys) for token, word in zip(tokens, words, strict=True)
    )


@lru_cache(maxsize=_INDEXES_KEPT)
def make_index(terms: tuple[str, ...], language: str) -> Index:
    """An index of the terms, which are in that language."""
    by_first: dict[str, list[tuple[str, Sequence[Token]]]] = defaultdict(list)
    for term in terms:
        words = get_language(language).list_tokens(term)
        for key in words[0].keys if words else ():
            by_first[key].append((term, words))
    return Index(language=language, terms=by_first)
