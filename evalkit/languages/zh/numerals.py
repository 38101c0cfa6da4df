"""How Chinese writes numerals: characters and patterns, what they are worth, and how a value is written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from evalkit.values import replace_amount

FOLD = str.maketrans(
    "０１２３４５６７８９％．：／～－—–―〇○兩萬億餘幾點個時號歲數來張歷紀內約將過餘項條間",
    "0123456789%.:/~----零零两万亿余几点个时号岁数来张历纪内约将过余项条间",
)
DIGIT_VALUES = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
UNIT = r"(?:[十百千]?万亿|[十百千]?[万亿]|[百千](?![克米瓦卡赫帕吨分]))"
MORE = "[余多几来]"
MIXED = rf"{ARABIC}(?:\s?{MORE}?{UNIT}(?:{ARABIC}(?:\s?{UNIT})?)*)?"
HAN = r"[零一二两三四五六七八九十百千万亿]"
_HAN_NUMERAL = rf"{HAN}+(?:{MORE}(?:{UNIT})?)?"
NUMERAL = rf"(?:{MIXED}|{_HAN_NUMERAL})"


def write_value(value: tuple[Any, ...], like: str) -> str | None:
    """A value written as ``like`` writes another of its sort, where that is in Arabic digits; ``None`` if unclear."""
    if value[0] == "date":
        written = like
        for part, unit in zip(value[1:], ("年", "月", "[日号號]"), strict=True):
            if part is not None:
                written = re.sub(rf"[\d０-９]+(?=\s?{unit})", str(part), written)
        return written if written != like else None
    scale = re.search(r"(?<=[\d０-９])[十百千万亿]+$", like.translate(FOLD))
    return replace_amount(value, like.translate(FOLD), scale=evaluate_numeral("一" + scale[0]) if scale else Decimal(1))


def evaluate_numeral(numeral: str) -> Decimal:
    """The number that a Chinese, Arabic or mixed numeral writes: ``2万4801``, ``一万三``, ``二零二一``, ``26.8万``."""
    total = part = Decimal(0)
    digit: Decimal | None = None
    for token in re.findall(rf"{ARABIC}|{HAN}", numeral):
        if token in "万亿":
            part = (part + (digit or 0) or Decimal(1)) * _UNITS[token]
            if token == "亿":
                total, part = total + part, Decimal(0)
            digit = None
        elif token in "十百千":
            part += (1 if digit is None else digit) * _UNITS[token]
            digit = None
        else:
            value = Decimal(DIGIT_VALUES[token]) if token in DIGIT_VALUES else Decimal(token.replace(",", ""))
            digit = value if digit is None else digit * 10 + value
    shorthand = re.search("([百千万亿])[一二三四五六七八九]$", numeral)
    if shorthand and digit is not None:
        digit = digit * _UNITS[shorthand[1]] / 10
    return total + part + (digit or 0)
