"""English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from evalkit.data import Value
from evalkit.languages import Correction, Language, Stray, split_at
from evalkit.languages.en.dates import DATE_FORMATS
from evalkit.languages.wording import Acronym, NamePhrase, Token, Variant

_NO_ABBREVIATION = r"(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|No|vs)\.)(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Inc|Ltd|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.)(?<!\b(?:Prof|Corp|Sept)\.)"
_CLOSING_MARK = rf"[.!?…]{_NO_ABBREVIATION}"
# A lower-case letter behind it goes on with the sentence (“of? consular agencies”, “‘Why?’ he asked”).
_SENTENCE_END = re.compile(rf"{_CLOSING_MARK}(?:{_CLOSING_MARK})*[\"'”’)\]]*(?=\s+[^\sa-z]|\s*$)")


def _split_sentences(text: str) -> list[tuple[int, int]]:
    return split_at(_SENTENCE_END, text)


def _find_values(text: str) -> Sequence[Value]:
    from evalkit.languages.en.numbers import find_values

    return find_values(text)


def _translate_words(text: str) -> Sequence[tuple[str, tuple[str, ...]]]:
    from evalkit.languages.en.stemming import translate_words

    return translate_words(text)


def _write_value(value: tuple[Any, ...], like: str) -> str | None:
    from evalkit.languages.en.numerals import write_value

    return write_value(value, like)


def _restore_apostrophes(texts: Sequence[str]) -> Sequence[Sequence[Correction]]:
    from evalkit.languages.en.apostrophes import restore_apostrophes

    return restore_apostrophes(texts)


def _find_stray_question_marks(texts: Sequence[str], questions: Sequence[int | None]) -> Sequence[Sequence[Stray]]:
    from evalkit.languages.en.question_marks import find_stray_question_marks

    return find_stray_question_marks(texts, questions)


def _find_phrases(text: str) -> Sequence[NamePhrase]:
    from evalkit.languages.en.phrases import find_phrases

    return find_phrases(text)


def _list_tokens(text: str) -> Sequence[Token]:
    from evalkit.languages.en.tokens import list_tokens

    return list_tokens(text)


def _find_variants(text: str) -> Sequence[Variant]:
    from evalkit.languages.en.varieties import find_variants

    return find_variants(text)


def _find_acronyms(text: str) -> Sequence[Acronym]:
    from evalkit.languages.en.acronyms import find_acronyms

    return find_acronyms(text)


def _tell_heading_case(text: str) -> str | None:
    from evalkit.languages.en.headings import tell_heading_case

    return tell_heading_case(text)


def _is_word(word: str) -> bool:
    from evalkit.languages.en.lexicon import is_spelt_right

    return is_spelt_right(word.lower())


def _find_misspellings(text: str) -> Sequence[Correction]:
    from evalkit.languages.en.misspelling import find_misspellings

    return find_misspellings(text)


def _find_doubled_words(text: str) -> Sequence[Correction]:
    from evalkit.languages.en.doubling import find_doubled_words

    return find_doubled_words(text)


_NUMERALS = {
    word: value
    for value, words in enumerate(
        (
            "",
            "one first once single",
            "two second twice double both pair couple half",
            "three third tri thrice",
            "four quarter",
            "five fifth",
            "six",
            "seven week",
            "eight",
            "nine ninth",
            "ten decade",
        )
    )
    for word in words.split()
}

LANGUAGE = Language(
    code="en",
    name="English",
    other_names=("英文", "英语", "英語"),
    letters=re.compile(r"[A-Za-z\u00c0-\u024f]"),
    sentence_end=_SENTENCE_END,
    split_sentences=_split_sentences,
    find_values=_find_values,
    numerals=_NUMERALS,
    translate_words=_translate_words,
    write_value=_write_value,
    no_space_before=",.;:!?)]",
    no_space_after="([",
    list_tokens=_list_tokens,
    find_phrases=_find_phrases,
    find_variants=_find_variants,
    find_acronyms=_find_acronyms,
    tell_heading_case=_tell_heading_case,
    is_word=_is_word,
    find_misspellings=_find_misspellings,
    restore_apostrophes=_restore_apostrophes,
    find_stray_question_marks=_find_stray_question_marks,
    find_doubled_words=_find_doubled_words,
    digit_grouping=",",
    date_formats=DATE_FORMATS,
)
