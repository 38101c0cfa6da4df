"""English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from evalkit.data import Value
from evalkit.languages import Language, split_at

_ABBREVIATIONS = r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|No|vs))(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Col|Inc|Ltd|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec))(?<!\b(?:Prof|Corp|Sept))"
# A lower-case letter behind it goes on with the sentence (“of? consular agencies”, “‘Why?’ he asked”).
_SENTENCE_END = re.compile(rf"(?:{_ABBREVIATIONS}\.|[!?…])+[\"'”’)\]]*(?=\s+[^\sa-z]|\s*$)")


def _split_sentences(text: str) -> list[tuple[int, int]]:
    return split_at(_SENTENCE_END, text)


def _find_values(text: str) -> Sequence[Value]:
    from evalkit.languages.en.numbers import find_values

    return find_values(text)


def _write_value(value: tuple[Any, ...], like: str) -> str | None:
    from evalkit.languages.en.numerals import write_value

    return write_value(value, like)


LANGUAGE = Language(
    code="en",
    name="English",
    letters=re.compile(r"[A-Za-z\u00c0-\u024f]"),
    sentence_end=_SENTENCE_END,
    split_sentences=_split_sentences,
    find_values=_find_values,
    write_value=_write_value,
    no_space_before=",.;:!?)]",
    no_space_after="([",
)
