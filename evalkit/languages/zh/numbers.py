"""Numbers and dates of Chinese text, simplified and traditional, as the values of :mod:`evalkit.values`.

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
from evalkit.languages.zh.calendar import DATE_RULES, ISO_DATE
from evalkit.languages.zh.numerals import (
    ARABIC,
    CLASSIFIER,
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
from evalkit.values import DIGITS, Reading, Rule, make_rule, scan_values

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
    return [(("number", evaluate_numeral(match["number"]) + Decimal("0.5")), match.span())]


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
    core = re.sub(MORE, "", numeral)
    if core[0].isdigit() and core[0].isascii():
        return [(_number(core), match.span("numeral"))]
    behind = match.string[match.end() : match.end() + 1]
    positional = not re.search("[十百千万亿]", core)
    if len(core) > 1 and positional and len(core) < 4 and "零" not in core:
        return []
    is_counted = match["ordinal"] or core != numeral or CLASSIFIER.match(behind) or _is_list_number(match)
    if len(core) == 1 and not is_counted:
        return []
    return [(_number(core), match.span("numeral"))]


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
    make_rule(
        r"(?<![A-Za-z0-9])(?!(?:RMB|RM|USD|US|HKD|HK|NTD|CNY|EUR|GBP|JPY|No)\d)[A-Za-z]+(?:-?\d+(?!\d)[A-Za-z]*)+(?![A-Za-z])|\d+(?:\.\d+){2,}(?:/\d+(?:\.\d+)+)?",
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
    make_rule(rf"百分之(?:(?P<first>{NUMERAL})(?:{TO}))?(?P<last>{NUMERAL})", _read_percent, needs=("百分之",)),
    make_rule(rf"(?:(?P<first>{NUMERAL})(?:{TO}))?(?P<last>{NUMERAL})个百分点", _read_percent, needs=("百分点",)),
    make_rule(rf"(?P<whole>{NUMERAL})分之(?P<part>{NUMERAL})", _read_fraction, needs=("分之",)),
    make_rule(
        r"(?P<tenths>[一二两三四五六七八九]{1,2}|\d(?:\.\d)?)成(?!为|功|都|立|员|本|果|就|年|长|分|了|绩|效|人|交)(?P<units>[一二三四五六七八九半]?)",
        _read_tenths,
        needs=("成",),
    ),
    make_rule(
        rf"(?P<tenths>[一二三四五六七八九]|{ARABIC})(?P<units>五?)折(?!叠|线|腰|磨)", _read_tenths, needs=("折",)
    ),
    make_rule(r"翻了?(?P<times>[一二两三四五])?番", _read_doubling, needs=("番",)),
    make_rule(r"十之(?P<digits>[一二三四五六七八九]{1,2})", _read_tenths_of_ten, needs=("十之",)),
    make_rule("一半|半数", _read_one_half, needs=("半",)),
    make_rule(rf"(?P<number>{NUMERAL})(?:个|年|天|点|倍|岁|小时)半", _read_half, needs=("半",)),
    make_rule(rf"(?:好?几|数)(?:{HAN}|{UNIT})+{MORE}?", _read_nothing),
    make_rule(
        rf"(?<![\d.])(?P<first>{MIXED})\s?[岁年天个名元月]?{TO}(?P<last>{MIXED})(?![\d.]*[A-Za-z]*-)",
        _read_range,
        needs=("-", "~", "至", "到"),
    ),
    make_rule(_NEIGHBOURS, _read_neighbours),
    make_rule(r"(?<![\d:])(\d{1,3}):(\d{1,3})(?![\d:])", _read_score, needs=(":",)),
    make_rule(rf"(?P<ordinal>第?)(?P<numeral>{NUMERAL})", _read_number),
)
