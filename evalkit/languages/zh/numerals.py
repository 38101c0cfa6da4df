"""How Chinese writes numerals: characters and patterns, what they are worth, and how a value is written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from evalkit.languages.values import replace_amount

FOLD = str.maketrans(
    "０１２３４５６７８９％．：／～－—–―〇○兩萬億餘幾點個時號歲數來張歷紀內約將過餘項條間",
    "0123456789%.:/~----零零两万亿余几点个时号岁数来张历纪内约将过余项条间",
)
DIGIT_VALUES = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
UNIT = r"(?:[十百千]?万亿|[十百千]?[万亿]|[百千](?![克米瓦卡赫帕吨分]))"
MORE = "[余多几来]"
# Without (?!\d) a long run of digits behind a unit could be split in exponentially many ways.
MIXED = rf"{ARABIC}(?:\s?{MORE}?{UNIT}(?:{ARABIC}(?!\d)(?:\s?{UNIT})?)*)?"
HAN = r"[零一二两三四五六七八九十百千万亿]"
_HAN_NUMERAL = rf"(?:{HAN}(?!(?<=[万亿]千)[瓦克米]))+(?:{MORE}(?:{UNIT})?)?"
NUMERAL = rf"(?:{MIXED}|{_HAN_NUMERAL})"
DECIMAL = "[零一二三四五六七八九十百千]+点[零一二三四五六七八九]+[万亿]*"
_HAN_DECIMAL = re.compile(
    "(?P<whole>[零一二三四五六七八九十百千]+)点(?P<tenths>[零一二三四五六七八九]+)(?P<unit>[万亿]*)"
)
TO = r"\s?(?:-+|~+|至|到)\s?"
"""Between the ends of a range."""
CLASSIFIER = re.compile(
    "[个個名男女位人次天日年月岁歲种種项项件家所只隻台辆輛部本册份片枚颗顆块塊元秒米公里斤吨噸克升级級届屆层層座栋棟套场場轮輪批期章季代门門艘架匹"
    "棵束篇段周週组組支群处處步杯起号局胜勝负負稿户戶票亩畝幢晚桌扇瓶盒箱袋间間条條张張省市区區县縣国國倍字句对對分大根幅例类類款顿頓株粒串滴首盘盤碗罐桶宗笔筆载載]"
)
IDIOM = re.compile(
    "(?:周|週|星期|礼拜|禮拜)[一二三四五六]|24/7|7 ?[xX×*] ?24|一带一路|一帶一路|三个代表|两个(?:确立|確立|维护|維護|务必|结合|毫不动摇)|四个(?:意识|自信|全面|现代化)"
    "|五位一体|八项规定|一国两制|成千上万|千千万万|千家万户|千万(?=[别不要记注])|万一(?![千百])|(?<![点时一二三四五])十分(?![钟之])|(?<!个)百分点|万分(?!之)|一一"
    "|红十字|紅十字|进一步|進一步|一步步|一步一步|一部分|一起|一分为二|一对一|一次性|一度|(?<![近约約超过過数數上几])[百千万]家|百姓|万里长城"
)


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
    if decimal := _HAN_DECIMAL.fullmatch(numeral):
        tenths = "".join(str(DIGIT_VALUES[digit]) for digit in decimal["tenths"])
        return (evaluate_numeral(decimal["whole"]) + Decimal(f"0.{tenths}")) * evaluate_numeral("一" + decimal["unit"])
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
