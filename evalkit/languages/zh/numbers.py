"""Numbers and dates of Chinese text, simplified and traditional, as the values of :mod:`evalkit.languages.values`.

Numerals may be Arabic, full-width, Chinese or mixed (``2万4801``). A numeral in Chinese characters counts when it has
two characters or more or stands before a classifier; set phrases (一带一路, 十四五) are no numbers, and vague ones (几十, 数百万)
state no value.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from evalkit.data import Value
from evalkit.languages.values import DIGITS, Reading, Rule, make_rule, scan_values
from evalkit.languages.zh.calendar import DATE_RULES, ISO_DATE
from evalkit.languages.zh.numerals import (
    ARABIC,
    CLASSIFIER,
    DECIMAL,
    DIGIT_VALUES,
    FOLD,
    HAN,
    IDIOM,
    MIXED,
    MORE,
    NUMERAL,
    TO,
    UNIT,
    evaluate_numeral,
)
from evalkit.languages.zh.units import UNITS

_TAELS = re.compile("(?<=[十百千万亿])两$")
_BEFORE = re.compile(
    r"(?:近|约|大约|超|逾|超过|接近|将近|至少|不到|不足|约为|多达|高达|上|过|不少于|不低于|低于|高于|左右)\s?$"
)
_AFTER = re.compile(r"\s?(?:[余多+]|左右|上下|以上|以下|[个名天年岁人元次米]?[余多]|[个名天年岁人元次米]左右)")


def find_values(text: str) -> list[Value]:
    """The numbers and dates that a Chinese text states, in order."""
    return scan_values(text, _RULES, folded=text.translate(FOLD), before=_BEFORE, after=_AFTER, units=UNITS)


def _number(numeral: str) -> tuple[str, Decimal]:
    return ("number", evaluate_numeral(numeral))


def _share(amount: Decimal | Fraction, whole: int | Decimal) -> tuple[str, Fraction]:
    return ("share", Fraction(amount) / Fraction(whole))


def _read_nothing(match: re.Match[str]) -> list[Reading]:
    return []


def _read_code(match: re.Match[str]) -> list[Reading]:
    return [(("code", re.sub(r"[^a-z0-9]", "", match[0].lower())), match.span())]


def _read_covid(match: re.Match[str]) -> list[Reading]:
    """新冠 writes no number, but its name in other languages does, and so it can be compared."""
    return [(("code", "covid19"), match.span())]


def _read_plan(match: re.Match[str]) -> list[Reading]:
    """十四五 is the fourteenth five-year plan."""
    return [(_number(match[group]), match.span(group)) for group in ("plan", "years")]


def _read_percent_neighbours(match: re.Match[str]) -> list[Reading] | None:
    readings = _read_neighbours(match)
    return None if readings is None else [(_share(value[1], 100), span) for value, span in readings]


def _read_percent(match: re.Match[str]) -> list[Reading]:
    return [
        (_share(evaluate_numeral(match[group]), 1000 if "‰" in match[0] else 100), match.span(group))
        for group in ("first", "last")
        if match[group]
    ]


def _read_fraction(match: re.Match[str]) -> list[Reading] | None:
    whole = evaluate_numeral(match["whole"])
    return [(_share(evaluate_numeral(match["part"]), whole), match.span())] if whole else None


def _read_tenths(match: re.Match[str]) -> list[Reading]:
    digits = [
        Decimal(DIGIT_VALUES[d]) if d in DIGIT_VALUES else Decimal(d.replace(",", ""))
        for d in re.findall(rf"{ARABIC}|{HAN}", match["tenths"])
    ]
    if match["units"]:
        digits = [
            digits[-1] + (Decimal("0.5") if match["units"] == "半" else Decimal(DIGIT_VALUES[match["units"]]) / 10)
        ]
    return [(_share(digit, 10 if digit < 10 else 100), match.span()) for digit in digits]


def _read_tenths_of_ten(match: re.Match[str]) -> list[Reading]:
    """十之七八 is seven or eight tenths."""
    return [(_share(Decimal(DIGIT_VALUES[digit]), 10), match.span()) for digit in match["digits"]]


def _read_one_half(match: re.Match[str]) -> list[Reading]:
    return [(_share(Decimal(1), 2), match.span())]


def _read_half(match: re.Match[str]) -> list[Reading]:
    value = ("number", evaluate_numeral(match["number"]) + Decimal("0.5"))
    return [(value, match.span("number") if "倍" in match[0] else match.span())]  # so that 倍 is its unit


def _read_trillions(match: re.Match[str]) -> list[Reading]:
    """2兆7629亿, as Taiwan writes it, is 2.7629 trillion."""
    rest = evaluate_numeral(match["rest"]) if match["rest"] else Decimal(0)
    return [(("number", evaluate_numeral(match["number"]) * 10**12 + rest), match.span())]


def _read_split_decimal(match: re.Match[str]) -> list[Reading]:
    """1米5 is 1.5 metres, 46秒80 are 46.80 seconds: the unit stands where the decimal point would."""
    part = "".join(str(DIGIT_VALUES.get(digit, digit)) for digit in match["part"])
    return [(("number", evaluate_numeral(match["whole"]) + Decimal(f"0.{part}")), match.span())]


def _read_basis_points(match: re.Match[str]) -> list[Reading]:
    return [(_share(evaluate_numeral(match["numeral"]), 10_000), match.span("numeral"))]


def _read_round(match: re.Match[str]) -> list[Reading]:
    """1/8决赛 is the round of the last 16."""
    return [(("number", 2 * Decimal(match["half"])), match.span())]


def _read_age(match: re.Match[str]) -> list[Reading]:
    """八十有二 is eighty-two."""
    return [(("number", evaluate_numeral(match["tens"] + match["ones"])), match.span())]


def _read_parts(match: re.Match[str]) -> list[Reading]:
    return [(_share(evaluate_numeral(match["numeral"]), 10**6), match.span("numeral"))]


def _read_doubling(match: re.Match[str]) -> list[Reading]:
    return [(("number", Decimal(2) ** (int(evaluate_numeral(match["times"] or "一")))), match.span())]


def _read_range(match: re.Match[str]) -> list[Reading] | None:
    first, last = match["first"], match["last"]
    unit = re.search(rf"{UNIT}$", last)
    low, high = evaluate_numeral(first), evaluate_numeral(last)
    if unit and not re.search(rf"{UNIT}$", first) and low < high / evaluate_numeral("一" + unit[0]):
        low = evaluate_numeral(first + unit[0])
    return [(("number", low), match.span("first")), (("number", high), match.span("last"))]


def _read_neighbours(match: re.Match[str]) -> list[Reading] | None:
    """五六百 is five or six hundred: neighbouring digits, each with what stands before and behind."""
    digits = [DIGIT_VALUES[digit] for digit in match["digits"]]
    if any(later - earlier != 1 for earlier, later in pairwise(digits)):
        return None
    return [(_number(match["before"] + digit + match["behind"]), match.span()) for digit in match["digits"]]


def _read_score(match: re.Match[str]) -> list[Reading]:
    return [(_number(match[1]), match.span(1)), (_number(match[2]), match.span(2))]


def _read_number(match: re.Match[str]) -> list[Reading] | None:
    numeral = match["numeral"]
    core = _TAELS.sub("", re.sub(MORE, "", numeral))
    if core[0].isdigit() and core[0].isascii():
        return [(_number(core), match.span("numeral"))]
    behind = match.string[match.end() : match.end() + 1]
    positional = not re.search("[十百千万亿]", core)
    if len(core) > 1 and positional and len(core) < 4 and "零" not in core:
        return []
    is_counted = match["ordinal"] or core != numeral or CLASSIFIER.match(behind) or _is_list_number(match)
    if len(core) == 1 and not is_counted:
        return []
    return [(_number(core), (match.start("numeral"), match.end() - (numeral[-1] == "两" != core[-1])))]


def _read_counted(match: re.Match[str]) -> list[Reading]:
    """六中全会 is the sixth plenary session, 五星 are five stars."""
    return [(_number(match["numeral"]), match.span("numeral"))]


def _is_list_number(match: re.Match[str]) -> bool:
    return match.start() <= 1 and match.string[match.end() : match.end() + 1] in tuple(")）、")


_NEIGHBOURS = r"(?P<before>(?:[二三四五六七八九]?十)?)(?<![零一二两三四五六七八九])(?P<digits>[一二两三四五六七八九]{2,6})(?P<behind>[十百千万亿]*)(?![零一二三四五六七八九])"

_RULES: tuple[Rule, ...] = (
    make_rule(
        r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9.-]+@[A-Za-z0-9.-]+|[A-Za-z0-9-]+\.(?:com|cn|org|net)(?:/[!-~]*)?",
        _read_code,
        needs=("www.", "://", "@", ".com", ".cn", ".org", ".net"),
    ),
    ISO_DATE,
    make_rule(r"(?<![A-Za-z0-9])Q(?P<numeral>[1-4])(?![A-Za-z0-9])", _read_counted, needs=("q1", "q2", "q3", "q4")),
    make_rule(
        r"(?<![A-Za-z0-9])(?!(?:RMB|RM|USD|US|HKD|HK|NTD|CNY|EUR|GBP|JPY|No)\d)[A-Za-z]+(?:-?\d+(?!\d)[A-Za-z]*)+(?:(?<=\d)\.\d+)?(?![A-Za-z])|\d+(?:\.\d+){2,}(?:/\d+(?:\.\d+)+)?",
        _read_code,
        needs=DIGITS,
    ),
    make_rule(
        r"(?<![二三四五六七八九百])(?P<plan>十[一二三四五六七]?)(?P<years>五)(?=规划|規劃|计划|計劃|时期|時期|期间|期間|开局|開局|末|[”’」』])",
        _read_plan,
        needs=("十",),
    ),
    make_rule(r"(?P<numeral>[一二三四五])(?=星(?:级|級|[点點好]?[评評]|酒店))", _read_counted, needs=("星",)),
    make_rule(r"(?P<numeral>[一二三四五六七八九十])(?=中全[会會])", _read_counted, needs=("中全",)),
    make_rule(r"新冠(?:肺炎|病毒)?", _read_covid, needs=("新冠",)),
    Rule(pattern=IDIOM, read=_read_nothing),
    *DATE_RULES,
    make_rule(rf"(?:(?P<first>{ARABIC})\s?[%‰]?{TO})?(?P<last>{ARABIC})\s?[%‰]", _read_percent, needs=("%", "‰")),
    make_rule(rf"百分之{_NEIGHBOURS}", _read_percent_neighbours, needs=("百分之",)),
    make_rule(
        rf"百分之(?:(?P<first>{NUMERAL})(?:{TO}))?(?P<last>{DECIMAL}|{NUMERAL})", _read_percent, needs=("百分之",)
    ),
    make_rule(
        rf"(?:(?P<first>{NUMERAL})(?:{TO}))?(?P<last>{DECIMAL}|{NUMERAL})个百分点", _read_percent, needs=("百分点",)
    ),
    make_rule(rf"(?P<numeral>{ARABIC})\s?ppm(?![A-Za-z])", _read_parts, needs=("ppm",)),
    make_rule(r"(?<![\d/])1/(?P<half>16|8|4|2)(?=[决決][赛賽])", _read_round, needs=("/",)),
    make_rule(r"(?<![\d./])(?P<part>[1-9])/(?P<whole>[1-9]\d?)(?![\d/])", _read_fraction, needs=("/",)),
    make_rule(rf"(?P<numeral>{NUMERAL})个基点", _read_basis_points, needs=("基点",)),
    make_rule(rf"(?P<whole>{NUMERAL})分之(?P<part>{DECIMAL}|{NUMERAL})", _read_fraction, needs=("分之",)),
    make_rule(
        r"(?P<tenths>[一二两三四五六七八九]{1,2}|\d(?:\.\d)?)成(?!为|功|都|立|员|本|果|就|年|长|分|了|绩|效|人|交)(?P<units>[一二三四五六七八九半]?)",
        _read_tenths,
        needs=("成",),
    ),
    make_rule(
        rf"(?P<tenths>[一二三四五六七八九]|{ARABIC})(?P<units>[一二三四五六七八九]?)折(?!叠|线|腰|磨|射|扣)",
        _read_tenths,
        needs=("折",),
    ),
    make_rule(r"翻了?(?P<times>[一二两三四五])?番", _read_doubling, needs=("番",)),
    make_rule(r"十之(?P<digits>[一二三四五六七八九]{1,2})", _read_tenths_of_ten, needs=("十之",)),
    make_rule(
        rf"(?P<number>{MIXED}|{HAN}+)兆(?P<rest>{MIXED})?(?![瓦赫欧歐帕焦字位比])", _read_trillions, needs=("兆",)
    ),
    make_rule(
        r"(?<![\d:])(?P<whole>\d{1,2}|[一二三四五六七八九十]{1,3})秒(?P<part>\d{1,3})(?!\d)",
        _read_split_decimal,
        needs=("秒",),
    ),
    make_rule(
        rf"(?<![\d.])(?P<whole>\d{{1,3}}|[一二两三四五六七八九十]{{1,3}})[米块塊](?P<part>\d{{1,2}}|[一二三四五六七八九]{{1,2}})(?![\d.:×x%零二三四五六七八九十百千万亿]|{CLASSIFIER.pattern})",
        _read_split_decimal,
        needs=("米", "块", "塊"),
    ),
    make_rule(rf"(?P<numeral>{DECIMAL})(?=倍|[^\d]?(?<=[万亿])|[元米公千吨度])", _read_counted, needs=("点",)),
    make_rule(
        rf"(?P<tens>[二三四五六七八九]?十)有(?P<ones>[一二三四五六七八九])(?!{HAN}|{CLASSIFIER.pattern})",
        _read_age,
        needs=("十",),
    ),
    make_rule("一半|半数", _read_one_half, needs=("半",)),
    make_rule(
        rf"(?P<number>{NUMERAL})(?:个|年|天|点|倍|岁|小时|公里|里地?|斤|公斤|米|平米|亩|成)半",
        _read_half,
        needs=("半",),
    ),
    make_rule(rf"(?<![\d一二三四五六七八九十百千万亿])(?:好?几|数)(?:{HAN}|{UNIT})+{MORE}?", _read_nothing),
    make_rule(
        rf"(?<![\d.])(?P<first>{MIXED})\s?[岁年天个名元月]?{TO}(?P<last>{MIXED})(?![\d.]*[A-Za-z]*-)",
        _read_range,
        needs=("-", "~", "至", "到"),
    ),
    make_rule(_NEIGHBOURS, _read_neighbours),
    make_rule(r"(?<![\d:.])(\d{1,3}(?:\.\d+)?):(\d{1,3}(?:\.\d+)?)(?![\d:])", _read_score, needs=(":",)),
    make_rule(rf"(?P<ordinal>第?)(?P<numeral>{NUMERAL})", _read_number),
)
