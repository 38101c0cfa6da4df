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
    UNIT,
    evaluate_numeral,
)
from evalkit.languages.zh.units import UNITS
from evalkit.values import DIGITS, Read, Reading, Rule, make_date, make_time, scan_values

_TO = r"\s?(?:-+|~+|至|到)\s?"
_DAY = r"(?:日|号)"
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


def _integer(numeral: str | None) -> int | None:
    return None if numeral is None else int(evaluate_numeral(numeral))


def _read_nothing(match: re.Match[str]) -> list[Reading]:
    return []


def _read_code(match: re.Match[str]) -> list[Reading]:
    return [(("code", re.sub(r"[^a-z0-9]", "", match[0].lower())), match.span())]


def _read_covid(match: re.Match[str]) -> list[Reading]:
    """新冠 writes no number, but its name in other languages does, and so it can be compared."""
    return [(("code", "covid19"), match.span())]


def _read_date(match: re.Match[str]) -> list[Reading] | None:
    groups = match.groupdict()
    year, month = _integer(groups.get("year")), _integer(groups.get("month"))
    first = make_date(year, month, _integer(groups.get("day")))
    if first is None:
        return None
    if groups.get("last") is None:
        return [(first, match.span())]
    last = make_date(year, _integer(groups.get("last_month")) or month, _integer(groups["last"]))
    middle = match.start("to")
    return None if last is None else [(first, (match.start(), middle)), (last, (match.end("to"), match.end()))]


def _read_months(match: re.Match[str]) -> list[Reading] | None:
    """３至６月 are two months."""
    months = [int(match["first"]), int(match["last"])]
    if not all(1 <= month <= 12 for month in months):
        return None
    return [
        (("date", None, month, None), match.span(group)) for month, group in zip(months, ("first", "last"), strict=True)
    ]


def _read_festival(match: re.Match[str]) -> list[Reading]:
    """六一 is the first of June."""
    month, day = (DIGIT_VALUES[numeral] for numeral in match["day"])
    return [(("date", None, month, day), match.span("day"))]


def _read_years(match: re.Match[str]) -> list[Reading]:
    return [
        (("date", int(evaluate_numeral(match[group])), None, None), match.span(group))
        for group in match.groupdict()
        if match[group]
    ]


def _read_decades(match: re.Match[str]) -> list[Reading]:
    century = {None: None, "上": 19, "本": 20}.get(match["relative"])
    if match["century"]:
        century = int(evaluate_numeral(match["century"])) - 1
    tens = re.findall(r"\d\d|[二三四五六七八九]", match["tens"])
    decades = [int(ten) if ten.isascii() else DIGIT_VALUES[ten] * 10 for ten in tens]
    return [(("decade", century, decade), match.span()) for decade in decades]


def _read_century(match: re.Match[str]) -> list[Reading]:
    return [
        (("century", int(evaluate_numeral(match[group]))), match.span(group))
        for group in ("first", "last")
        if match[group]
    ]


def _read_time(match: re.Match[str]) -> list[Reading] | None:
    minute = 30 if match["half"] else (_integer(match["minute"]) or 0)
    time = make_time(_integer(match["hour"]) or 0, minute)
    return None if time is None else [(time, match.span())]


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
    return [(("number", Decimal(2) ** (_integer(match["times"]) or 1)), match.span())]


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


def _read_generation(match: re.Match[str]) -> list[Reading]:
    """95后 are those born from 1995 on, 00后 those from 2000 on."""
    year = int(match["year"])
    return [(("date", year + (1900 if year >= 50 else 2000), None, None), match.span("year"))]


def _is_list_number(match: re.Match[str]) -> bool:
    return match.start() <= 1 and match.string[match.end() : match.end() + 1] in tuple(")）、")


def _rule(pattern: str, read: Read, *, needs: tuple[str, ...] = ()) -> Rule:
    return Rule(pattern=re.compile(pattern), read=read, needs=needs)


_YEAR = r"(?P<year>\d{4}|[一二][零一二三四五六七八九]{3})\s?年"
_MONTH = r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])\s?月(?!饼|亮)"
_DATE_DAY = rf"(?P<day>\d{{1,2}}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:\s?{_DAY})"
_LAST_DAY = rf"(?P<last>\d{{1,2}}|[一二三]?十[一二三四五六七八九]?)\s?{_DAY}"
_CLOCK = r"(?P<hour>\d{1,2})(?:\s?[点时](?:(?P<half>半)|\s?(?P<minute>\d{1,2})\s?分?)?)"
_NEIGHBOURS = r"(?P<before>(?:[二三四五六七八九]?十)?)(?<![零一二两三四五六七八九])(?P<digits>[一二两三四五六七八九]{2,6})(?P<behind>[十百千万亿]*)(?![零一二三四五六七八九])"

_RULES: tuple[Rule, ...] = (
    _rule(
        r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9.-]+@[A-Za-z0-9.-]+|[A-Za-z0-9-]+\.(?:com|cn|org|net)(?:/[!-~]*)?",
        _read_code,
        needs=("www.", "://", "@", ".com", ".cn", ".org", ".net"),
    ),
    _rule(
        r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<s>[-/.])(?P<month>\d{1,2})(?P=s)(?P<day>\d{1,2})(?![\d.])",
        _read_date,
        needs=DIGITS,
    ),
    _rule(
        r"(?<![A-Za-z0-9])(?!(?:RMB|RM|USD|US|HKD|HK|NTD|CNY|EUR|GBP|JPY|No)\d)[A-Za-z]+(?:-?\d+(?!\d)[A-Za-z]*)+(?![A-Za-z])|\d+(?:\.\d+){2,}(?:/\d+(?:\.\d+)+)?",
        _read_code,
        needs=DIGITS,
    ),
    _rule(
        r"(?<![二三四五六七八九百])(?P<plan>十[一二三四五六七]?)(?P<years>五)(?=规划|規劃|计划|計劃|时期|時期|期间|期間|开局|開局|末|[”’」』])",
        _read_plan,
        needs=("十",),
    ),
    _rule(r"(?P<numeral>[一二三四五])(?=星(?:级|級|[点點好]?[评評]|酒店))", _read_counted, needs=("星",)),
    _rule(r"(?<!\d)(?P<year>\d[05])[后後](?![\d年天])", _read_generation, needs=("后", "後")),
    _rule(r"(?P<numeral>[一二三四五六七八九十])(?=中全[会會])", _read_counted, needs=("中全",)),
    _rule(r"新冠(?:肺炎|病毒)?", _read_covid, needs=("新冠",)),
    Rule(pattern=IDIOM, read=_read_nothing),
    _rule(
        rf"(?:{_YEAR})?(?:{_MONTH})?(?P<day>\d{{1,2}})(?:\s?{_DAY})?(?P<to>{_TO})(?:(?P<last_month>\d{{1,2}})\s?月)?{_LAST_DAY}",
        _read_date,
        needs=("日", "号"),
    ),
    _rule(rf"(?:{_YEAR}\s?)?{_MONTH}\s?{_DATE_DAY}", _read_date, needs=("月",)),
    _rule(rf"{_YEAR}(?:\s?{_MONTH})?", _read_date, needs=("年",)),
    _rule(
        r"(?<!\d)(?P<first>(?:1[5-9]|20)\d{2})\s?(?:-+|~+|至|到|/)\s?(?P<last>(?:1[5-9]|20)\d{2})(?=\s?年|[^\d元万亿]|$)",
        _read_years,
        needs=DIGITS,
    ),
    _rule(
        rf"(?:(?P<relative>上|本)(?:个)?世纪|(?P<century>\d{{1,2}}|{HAN}+)\s?世纪\s?)?(?P<tens>(?:\d\d|[二三四五六七八九])(?:[、和至到-]?(?:\d\d|[二三四五六七八九]))?十?)\s?年代",
        _read_decades,
        needs=("年代",),
    ),
    _rule(
        rf"(?:(?P<first>\d{{1,2}}|{HAN}+)(?:\s?世纪)?(?:[、和]|{_TO}))?(?P<last>\d{{1,2}}|{HAN}+)\s?世纪",
        _read_century,
        needs=("世纪",),
    ),
    _rule(rf"(?<![\d.])(?P<first>\d{{1,2}}){_TO}(?P<last>\d{{1,2}})\s?月", _read_months, needs=("月",)),
    _rule(
        '(?P<day>三八|五一|五四|六一|七一|八一|九三)(?=[”’」』"]|[国國][际際]|[儿兒]童|[劳勞][动動]|[妇婦]女|青年|建[军軍党黨]|[节節]|假期|小[长長]假)',
        _read_festival,
        needs=tuple("三五六七八九"),
    ),
    _rule(rf"(?<!\d){_MONTH}(?!\d)|(?<!\d)(?P<day>\d{{1,2}})日", _read_date, needs=("月", "日")),
    _rule(r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?![\d:])(?P<half>)", _read_time, needs=(":",)),
    _rule(rf"(?<![\d第.]){_CLOCK}(?!\d)", _read_time, needs=("点", "时")),
    _rule(
        rf"(?P<half>)(?P<minute>)(?<=上午|下午|早上|晚上|凌晨|中午|傍晚)(?P<hour>{HAN}+)点", _read_time, needs=("点",)
    ),
    _rule(rf"(?:(?P<first>{ARABIC})\s?[%‰]?{_TO})?(?P<last>{ARABIC})\s?[%‰]", _read_percent, needs=("%", "‰")),
    _rule(rf"百分之{_NEIGHBOURS}", _read_percent_neighbours, needs=("百分之",)),
    _rule(rf"百分之(?:(?P<first>{NUMERAL})(?:{_TO}))?(?P<last>{NUMERAL})", _read_percent, needs=("百分之",)),
    _rule(rf"(?:(?P<first>{NUMERAL})(?:{_TO}))?(?P<last>{NUMERAL})个百分点", _read_percent, needs=("百分点",)),
    _rule(rf"(?P<whole>{NUMERAL})分之(?P<part>{NUMERAL})", _read_fraction, needs=("分之",)),
    _rule(
        r"(?P<tenths>[一二两三四五六七八九]{1,2}|\d(?:\.\d)?)成(?!为|功|都|立|员|本|果|就|年|长|分|了|绩|效|人|交)(?P<units>[一二三四五六七八九半]?)",
        _read_tenths,
        needs=("成",),
    ),
    _rule(rf"(?P<tenths>[一二三四五六七八九]|{ARABIC})(?P<units>五?)折(?!叠|线|腰|磨)", _read_tenths, needs=("折",)),
    _rule(r"翻了?(?P<times>[一二两三四五])?番", _read_doubling, needs=("番",)),
    _rule(r"十之(?P<digits>[一二三四五六七八九]{1,2})", _read_tenths_of_ten, needs=("十之",)),
    _rule("一半|半数", _read_one_half, needs=("半",)),
    _rule(rf"(?P<number>{NUMERAL})(?:个|年|天|点|倍|岁|小时)半", _read_half, needs=("半",)),
    _rule(rf"(?:好?几|数)(?:{HAN}|{UNIT})+{MORE}?", _read_nothing),
    _rule(
        rf"(?<![\d.])(?P<first>{MIXED})\s?[岁年天个名元月]?{_TO}(?P<last>{MIXED})(?![\d.]*[A-Za-z]*-)",
        _read_range,
        needs=("-", "~", "至", "到"),
    ),
    _rule(_NEIGHBOURS, _read_neighbours),
    _rule(r"(?<![\d:])(\d{1,3}):(\d{1,3})(?![\d:])", _read_score, needs=(":",)),
    _rule(rf"(?P<ordinal>第?)(?P<numeral>{NUMERAL})", _read_number),
)
