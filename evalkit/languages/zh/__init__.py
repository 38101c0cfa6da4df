"""Chinese, simplified and traditional."""

from __future__ import annotations

import re

from evalkit.languages import Language, Lazy, split_at
from evalkit.languages.zh.dates import DATE_FORMATS

_SENTENCE_END = re.compile(r"(?:[。！？!?]+|…{2,})[”’」』）)\"']*|；$")

_QUESTION = re.compile("[？?]+|[吗嗎呢](?=[，。！；”」』,.!;]|$)")


def _split_sentences(text: str) -> list[tuple[int, int]]:
    return split_at(_SENTENCE_END, text)


def _count_questions(text: str) -> int:
    return len(_QUESTION.findall(text))


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
    find_values=Lazy(f"{__name__}.numbers:find_values"),
    numerals=_NUMERALS,
    find_names=Lazy(f"{__name__}.names:find_names"),
    spell_words=Lazy(f"{__name__}.spelling:spell_words"),
    match_spellings=Lazy(f"{__name__}.spelling:match_spellings"),
    translate_words=Lazy(f"{__name__}.dictionary:translate_words"),
    write_value=Lazy(f"{__name__}.numerals:write_value"),
    find_inline_readings=Lazy(f"{__name__}.readings:find_inline_readings"),
    find_script_mixture=Lazy(f"{__name__}.script:find_script_mixture"),
    full_width={",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"},
    no_space_before="，。、；：！？）》〉」』】",
    no_space_after="（《〈「『【",
    find_split_words=Lazy(f"{__name__}.spacing:find_split_words"),
    find_terms=Lazy(f"{__name__}.terms:find_terms"),
    split_words=Lazy(f"{__name__}.words:split_words"),
    list_tokens=Lazy(f"{__name__}.terms:list_tokens"),
    count_questions=_count_questions,
    find_doubled_words=Lazy(f"{__name__}.doubling:find_doubled_words"),
    unify_script=Lazy(f"{__name__}.conversion:simplify"),
    find_lookalikes=Lazy(f"{__name__}.lookalikes:find_lookalikes"),
    digit_grouping=",",
    date_formats=DATE_FORMATS,
)
