"""What depends on a language, one file or folder a language, so that no stage and no check ever branches on a language
code.

A language's module offers ``LANGUAGE``, a :class:`Language`. What a language does not offer keeps its default, which
finds nothing, and whoever asks for it stays silent. Importing a language's module loads nothing heavy: dictionaries and
taggers load at their first use.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from evalkit.data import Name, Value
from evalkit.errors import SettingsError
from evalkit.languages.wording import Acronym, NamePhrase, Term, Token, Variant

_WORD = re.compile(r"[^\W_]+")
# A character of a script that is written without spaces stands for itself; numbers keep their points, words their apostrophes.
_WORD_OR_MARK = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"
    r"|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|\S"
)
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*(?=\s|$)")


def split_at(sentence_end: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of ``text`` where each match of ``sentence_end`` closes one; white space around them
    is left out."""
    bounds = [match.end() for match in sentence_end.finditer(text)]
    spans = []
    for start, end in zip([0, *bounds], [*bounds, len(text)], strict=True):
        chunk = text[start:end]
        if chunk.strip():
            spans.append((start + len(chunk) - len(chunk.lstrip()), start + len(chunk.rstrip())))
    return spans


def _split_generic(text: str) -> list[tuple[int, int]]:
    return split_at(_SENTENCE_END, text)


def _no_values(text: str) -> Sequence[Value]:
    return ()


def _no_translations(text: str) -> Sequence[tuple[str, tuple[str, ...]]]:
    return ()


def _no_names(text: str) -> Sequence[Name]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a language's writing asks for in place of ``text[start:end]``; the empty suggestion deletes it.

    ``certain`` claims a proof that the replacement is right. ``inside`` is the word that shows it, where one does.
    """

    start: int
    end: int
    suggestion: str
    confidence: float
    certain: bool = False
    inside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stray:
    """A mark that should not stand at ``text[start:end]``, and what should where that is clear (``None``: it is not;
    empty: nothing)."""

    start: int
    end: int
    suggestion: str | None
    confidence: float


def _no_corrections(text: str) -> Sequence[Correction]:
    return ()


def _no_mixture(texts: Sequence[str]) -> Sequence[Sequence[Correction]]:
    return [() for _ in texts]


def _no_stray(texts: Sequence[str], questions: Sequence[int | None]) -> Sequence[Sequence[Stray]]:
    return [() for _ in texts]


def _count_question_marks(text: str) -> int:
    return sum(text.count(mark) for mark in "?？؟")


_CAPITALISED = re.compile(r"[^\W\d_a-z][^\W_]*(?:['’\-][^\W_]+)*")
_LONGEST_NAME = 4


def _spell_capitalised(text: str) -> Iterator[str]:
    """Runs of one to four neighbouring words with a capital, in lower case and joined: ``wangguangcheng`` for Wang
    Guangcheng."""
    words = [match.span() for match in _CAPITALISED.finditer(text)]
    for first, (start, _) in enumerate(words):
        for last in range(first, min(first + _LONGEST_NAME, len(words))):
            if last > first and text[words[last - 1][1] : words[last][0]].strip():
                break
            joined = re.sub(r"['’]s$|[\W_]", "", text[start : words[last][1]]).lower()
            yield joined
            if joined.endswith("s"):
                yield joined[:-1]


def _no_terms(text: str) -> Sequence[Term]:
    return ()


def _no_phrases(text: str) -> Sequence[NamePhrase]:
    return ()


def _no_variants(text: str) -> Sequence[Variant]:
    return ()


def _no_acronyms(text: str) -> Sequence[Acronym]:
    return ()


def _no_heading_case(text: str) -> str | None:
    return None


def _list_words(text: str) -> Sequence[Token]:
    return [Token(keys=(word[0].casefold(),), start=word.start(), end=word.end()) for word in _WORD.finditer(text)]


def _split_words(text: str) -> Sequence[tuple[int, int]]:
    return [match.span() for match in _WORD_OR_MARK.finditer(text)]


def _no_word(word: str) -> bool:
    return False


def _write_nothing(value: tuple[Any, ...], like: str) -> str | None:
    return None


class Lazy:
    """A function by the path of its module and its name (``evalkit.languages.zh.names:find_names``), imported when it is
    first called."""

    __slots__ = ("_function", "path")

    def __init__(self, path: str) -> None:
        self.path = path
        self._function: Callable[..., Any] | None = None

    def __call__(self, *arguments: Any) -> Any:
        if self._function is None:
            module, _, name = self.path.partition(":")
            self._function = getattr(importlib.import_module(module), name)
        return self._function(*arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What evalkit knows of one language; the defaults are what it knows of every language.

    ``letters`` matches one character of its script, ``None`` where the script is shared. ``sentence_end`` matches a
    sentence's closing punctuation with any quotes and brackets that close behind it. ``find_values`` and ``find_names``
    map a text to the numbers and dates it states and the persons it names, in order of their start.
    """

    code: str
    name: str
    other_names: tuple[str, ...] = ()
    """What else the columns of a table that hold it are called."""
    letters: re.Pattern[str] = re.compile(r"[^\W\d_]")
    sentence_end: re.Pattern[str] = _SENTENCE_END
    split_sentences: Callable[[str], Sequence[tuple[int, int]]] = _split_generic
    find_values: Callable[[str], Sequence[Value]] = _no_values
    numerals: Mapping[str, int] = field(default_factory=dict)
    """What may state a small number wherever it stands, in a set phrase too (in lower case): in doubt the text states
    it."""
    find_names: Callable[[str], Sequence[Name]] = _no_names
    spell_words: Callable[[str], Iterable[str]] = _spell_capitalised
    """Latin spellings, in lower case and joined, that words of the text may have in any language; a few right ones
    among many."""
    match_spellings: Callable[[str, frozenset[str]], Iterable[str]] | None = None
    """Those of the given spellings that ``spell_words`` gives for the text; ``None`` where picking them from all of
    those is as fast."""
    translate_words: Callable[[str], Sequence[tuple[str, tuple[str, ...]]]] = _no_translations
    """Each word of the text with the English stems that may render it, the likeliest first; an English word has its
    own."""
    write_value: Callable[[tuple[Any, ...], str], str | None] = _write_nothing
    """A :class:`Value`'s ``value`` written in the manner of the given text (another value of its sort), where that is
    possible."""
    find_inline_readings: Callable[[str], Sequence[Correction]] = _no_corrections
    """Readings of characters that were left in the text behind them."""
    find_script_mixture: Callable[[Sequence[str]], Sequence[Sequence[Correction]]] = _no_mixture
    """For each text of a document, what falls out of the document's script."""
    unify_script: Callable[[str], str] = str
    """The text in one of the language's scripts, so that two that differ in it alone are equal."""
    full_width: Mapping[str, str] = field(default_factory=dict)
    """The language's own punctuation for each ASCII mark that may wrongly stand in its place."""
    no_space_before: str = ""
    """Marks that no space may stand before; languages differ (French sets one before some)."""
    no_space_after: str = ""
    find_split_words: Callable[[str], Sequence[Correction]] = _no_corrections
    """Spaces inside a word, in a language that is written without spaces."""
    find_doubled_words: Callable[[str], Sequence[Correction]] = _no_corrections
    """Words that stand twice in a row and may not in this language."""
    find_lookalikes: Callable[[str], Sequence[Correction]] = _no_corrections
    """Characters that only look like the right ones, beyond letters of another script inside a word."""
    digit_grouping: str = ""
    """The mark that groups the digits of large numbers by three."""
    date_formats: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    """The ways to write a day of the year, each by a name of its own; no text matches two at one place."""
    restore_apostrophes: Callable[[Sequence[str]], Sequence[Sequence[Correction]]] = _no_mixture
    """For each paragraph of a text the words that lost an apostrophe; ``certain`` where the proposal may be applied
    unseen."""
    find_stray_question_marks: Callable[[Sequence[str], Sequence[int | None]], Sequence[Sequence[Stray]]] = _no_stray
    """For each paragraph of a text its question marks that ask nothing; given how many questions each one's counterpart
    asks."""
    count_questions: Callable[[str], int] = _count_question_marks
    """How many questions the text asks; a count that errs, errs upwards."""
    split_words: Callable[[str], Sequence[tuple[int, int]]] = _split_words
    """The spans of the words and marks of a text as people see them, in order; what is between them is white space."""
    list_tokens: Callable[[str], Sequence[Token]] = _list_words
    """The words of a text with all that they may be inflections of, to look terms up in."""
    find_terms: Callable[[str], Sequence[Term]] = _no_terms
    """Runs of words that may be terms; they overlap."""
    find_phrases: Callable[[str], Sequence[NamePhrase]] = _no_phrases
    """Phrases that are written as names."""
    find_variants: Callable[[str], Sequence[Variant]] = _no_variants
    """Words that two varieties of the language spell differently."""
    find_acronyms: Callable[[str], Sequence[Acronym]] = _no_acronyms
    """Acronyms, with their full form where it stands beside them."""
    tell_heading_case: Callable[[str], str | None] = _no_heading_case
    """``title`` or ``sentence``, the way in which a heading is capitalised, where it can be told."""
    is_word: Callable[[str], bool] = _no_word
    """Whether a dictionary has the word in lower case."""
    find_misspellings: Callable[[str], Sequence[Correction]] = _no_corrections
    """Words that no dictionary has, each with a word that it is likely to stand for; names are none."""


def normalise_code(tag: str) -> str:
    """The two-letter (else three-letter) code of a language given in any BCP 47, ISO 639 or FLORES form.

    ``zh-CN``, ``zho``, ``cmn_Hans`` and ``chi`` are all ``zh``. Raises SettingsError for what is no language tag.
    """
    import langcodes
    from langcodes.tag_parser import LanguageTagError

    try:
        language = langcodes.Language.get(tag.strip().replace("_", "-")).prefer_macrolanguage()
    except (LanguageTagError, AttributeError) as error:
        raise SettingsError(f"“{tag}” is not a language code; expected one like zh, en, zh-CN or zho_Hans.") from error
    if not language.language or not language.is_valid():
        raise SettingsError(f"“{tag}” is not a known language; expected a code like zh, en, zh-CN or zho_Hans.")
    return language.language


@cache
def is_language(tag: str, code: str) -> bool:
    """Whether a tag in any of these forms is of the language of that code; one that is no tag is not."""
    try:
        return normalise_code(tag) == code
    except SettingsError:
        return False


@cache
def get_language(code: str) -> Language:
    """The language of a normalised code; one that has no module of its own gets the defaults."""
    if code in {module.name for module in pkgutil.iter_modules(__path__)}:
        language: Language = importlib.import_module(f"{__name__}.{code}").LANGUAGE
        return language
    return Language(code=code, name=code)
