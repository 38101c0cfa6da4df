"""English."""

from __future__ import annotations

import re

from evalkit.languages import Language, Lazy, split_at
from evalkit.languages.en.dates import DATE_FORMATS

_NO_ABBREVIATION = r"(?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|No|vs)\.)(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Inc|Ltd|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.)(?<!\b(?:Prof|Corp|Sept)\.)"
_CLOSING_MARK = rf"[.!?…]{_NO_ABBREVIATION}"
# A lower-case letter behind it goes on with the sentence (“of? consular agencies”, “‘Why?’ he asked”).
_SENTENCE_END = re.compile(rf"{_CLOSING_MARK}(?:{_CLOSING_MARK})*[\"'”’)\]]*(?=\s+[^\sa-z]|\s*$)")


def _split_sentences(text: str) -> list[tuple[int, int]]:
    return split_at(_SENTENCE_END, text)


def _is_word(word: str) -> bool:
    from evalkit.languages.en.lexicon import is_spelt_right

    return is_spelt_right(word.lower())


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
    find_values=Lazy(f"{__name__}.numbers:find_values"),
    numerals=_NUMERALS,
    translate_words=Lazy(f"{__name__}.stemming:translate_words"),
    write_value=Lazy(f"{__name__}.numerals:write_value"),
    no_space_before=",.;:!?)]",
    no_space_after="([",
    list_tokens=Lazy(f"{__name__}.tokens:list_tokens"),
    find_phrases=Lazy(f"{__name__}.phrases:find_phrases"),
    find_variants=Lazy(f"{__name__}.varieties:find_variants"),
    find_acronyms=Lazy(f"{__name__}.acronyms:find_acronyms"),
    tell_heading_case=Lazy(f"{__name__}.headings:tell_heading_case"),
    is_word=_is_word,
    find_misspellings=Lazy(f"{__name__}.misspelling:find_misspellings"),
    restore_apostrophes=Lazy(f"{__name__}.apostrophes:restore_apostrophes"),
    find_stray_question_marks=Lazy(f"{__name__}.question_marks:find_stray_question_marks"),
    find_doubled_words=Lazy(f"{__name__}.doubling:find_doubled_words"),
    digit_grouping=",",
    date_formats=DATE_FORMATS,
)
