"""What languages find in the words of a text: tokens, terms, proper phrases, spellings of one variety, acronyms.

Offsets are code points of the text that was given.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word (or a character, in a language written without spaces) and every form that it may be an inflection of."""

    keys: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A run of words that may be a term. ``key`` is equal for the same term in another spelling of the script.

    ``alone``: wherever the text has the term's last word, it has it as part of this term, so that what renders that
    word renders the term.
    """

    key: str
    start: int
    end: int
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePhrase:
    """A phrase that is written as a name: ``words`` folded, in order; ``core`` those before a complement (“of …”), the
    head last.

    ``family`` is what all forms of a name share: its head and that word's nearest modifier; the acronym where the head
    is one. Phrases that name different things may share it too.
    """

    words: tuple[str, ...]
    core: tuple[str, ...]
    family: frozenset[str]
    is_acronym: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A word in the spelling of one variety of a language, by which rule, and how the other variety spells it.

    ``neutral``: the other variety has this spelling too, so it is evidence only where the text has both forms of the
    rule.
    """

    variety: str
    rule: str
    start: int
    end: int
    counterpart: str
    neutral: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Acronym:
    """An acronym, and where its full form stands beside it (``None`` for an acronym alone).

    ``words`` are the folded words of the full form. ``frequency`` is how common the acronym is, on the Zipf scale.
    """

    text: str
    start: int
    end: int
    full_form: tuple[int, int] | None = None
    words: tuple[str, ...] = ()
    frequency: float = 0.0
