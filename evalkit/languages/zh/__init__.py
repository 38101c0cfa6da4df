"""Chinese, simplified and traditional."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from evalkit.data import Name, Value
from evalkit.languages import Correction, Language, split_at
from evalkit.languages.wording import Term, Token
from evalkit.languages.zh.dates import DATE_FORMATS

_SENTENCE_END = re.compile(r"(?:[。！？!?]+|…{2,})[”’」』）)\"']*|；$")

_QUESTION = re.compile("[？?]+|[吗嗎呢](?=[，。！；”」』,.!;]|$)")


def _split_sentences(text: str) -> list[tuple[int, int]]:
    return split_at(_SENTENCE_END, text)


def _find_values(text: str) -> Sequence[Value]:
    from evalkit.languages.zh.numbers import find_values

    return find_values(text)


def _find_names(text: str) -> Sequence[Name]:
    from evalkit.languages.zh.names import find_names

    return find_names(text)


def _spell_words(text: str) -> Iterable[str]:
    from evalkit.languages.zh.spelling import spell_words

    return spell_words(text)


def _match_spellings(text: str, spellings: frozenset[str]) -> Iterable[str]:
    from evalkit.languages.zh.spelling import match_spellings

    return match_spellings(text, spellings)


def _translate_words(text: str) -> Sequence[tuple[str, tuple[str, ...]]]:
    from evalkit.languages.zh.dictionary import translate_words

    return translate_words(text)


def _write_value(value: tuple[Any, ...], like: str) -> str | None:
    from evalkit.languages.zh.numerals import write_value

    return write_value(value, like)


def _find_inline_readings(text: str) -> Sequence[Correction]:
    from evalkit.languages.zh.readings import find_inline_readings

    return find_inline_readings(text)


def _find_script_mixture(texts: Sequence[str]) -> Sequence[Sequence[Correction]]:
    from evalkit.languages.zh.script import find_script_mixture

    return find_script_mixture(texts)


def _find_split_words(text: str) -> Sequence[Correction]:
    from evalkit.languages.zh.spacing import find_split_words

    return find_split_words(text)


def _find_terms(text: str) -> Sequence[Term]:
    from evalkit.languages.zh.terms import find_terms

    return find_terms(text)


def _split_words(text: str) -> Sequence[tuple[int, int]]:
    from evalkit.languages.zh.words import split_words

    return split_words(text)


def _list_tokens(text: str) -> Sequence[Token]:
    from evalkit.languages.zh.terms import list_tokens

    return list_tokens(text)


def _count_questions(text: str) -> int:
    return len(_QUESTION.findall(text))


def _unify_script(text: str) -> str:
    from evalkit.languages.zh.conversion import simplify

    return simplify(text)


def _find_doubled_words(text: str) -> Sequence[Correction]:
    from evalkit.languages.zh.doubling import find_doubled_words

    return find_doubled_words(text)


def _find_lookalikes(text: str) -> Sequence[Correction]:
    from evalkit.languages.zh.lookalikes import find_lookalikes

    return find_lookalikes(text)


_NUMERALS = {
    numeral: value
    for value, numerals in enumerate(
        ("", "一壹单單", "二两兩双雙貳贰对對", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖", "十拾")
    )
    for numeral in numerals
} | {
    "半年": 6, "半分钟": 30, "半分鐘": 30, "半小时": 30, "半小時": 30, "半个小时": 30, "半個小時": 30, "一刻": 15, "半个世纪": 50, "半個世紀": 50,
    "俩": 2, "仨": 3, "廿": 20,
    "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "十万": 10**5, "十萬": 10**5, "亿": 10**8, "億": 10**8,
}  # fmt: skip
"""Half a year as months, half an hour as minutes; the large ones may stand in vague numbers (上百, 十几万)."""

LANGUAGE = Language(
    code="zh",
    name="Chinese",
    other_names=(
        "中文",
        "汉语",
        "漢語",
        "简体中文",
        "簡體中文",
        "繁体中文",
        "繁體中文",
        "Simplified Chinese",
        "Traditional Chinese",
    ),
    letters=re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"),
    sentence_end=_SENTENCE_END,
    split_sentences=_split_sentences,
    find_values=_find_values,
    numerals=_NUMERALS,
    find_names=_find_names,
    spell_words=_spell_words,
    match_spellings=_match_spellings,
    translate_words=_translate_words,
    write_value=_write_value,
    find_inline_readings=_find_inline_readings,
    find_script_mixture=_find_script_mixture,
    full_width={",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"},
    no_space_before="，。、；：！？）》〉」』】",
    no_space_after="（《〈「『【",
    find_split_words=_find_split_words,
    find_terms=_find_terms,
    split_words=_split_words,
    list_tokens=_list_tokens,
    count_questions=_count_questions,
    find_doubled_words=_find_doubled_words,
    unify_script=_unify_script,
    find_lookalikes=_find_lookalikes,
    digit_grouping=",",
    date_formats=DATE_FORMATS,
)
