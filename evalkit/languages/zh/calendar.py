"""Dates, decades, centuries and times of day in Chinese text, as the values of :mod:`evalkit.languages.values`."""

from __future__ import annotations

import re

from evalkit.languages.values import DIGITS, Reading, Rule, make_date, make_rule, make_time
from evalkit.languages.zh.numerals import DIGIT_VALUES, HAN, TO, evaluate_numeral


def _integer(numeral: str | None) -> int | None:
    return None if numeral is None else int(evaluate_numeral(numeral))


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
    groups = match.groupdict()
    minute = 30 if groups.get("half") else 15 * (_integer(groups.get("quarters")) or 0)
    time = make_time(_integer(match["hour"]) or 0, minute or _integer(match["minute"]) or 0)
    if time is None or not groups.get("second"):
        return None if time is None else [(time, (match.start("hour"), match.end()))]
    seconds = ("number", evaluate_numeral(match["second"]))
    return [(time, (match.start("hour"), match.end("minute"))), (seconds, match.span("second"))]


def _read_han_time(match: re.Match[str]) -> list[Reading] | None:
    """三点 may be three points: it is a time where a part of the day, minutes or the like stand beside it."""
    return _read_time(match) if any(match[group] for group in ("part", "half", "quarters", "minute", "about")) else None


def _read_generation(match: re.Match[str]) -> list[Reading]:
    """95后 are those born from 1995 on, 00后 those from 2000 on."""
    year = int(match["year"])
    return [(("date", year + (1900 if year >= 50 else 2000), None, None), match.span("year"))]


_DAY = r"(?:日(?![元圆圓])|号)"
_YEAR = r"(?P<year>\d{4}|[一二][零一二三四五六七八九]{3})\s?年"
_MONTH = r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])\s?月(?!饼|亮)"
_DATE_DAY = rf"(?P<day>\d{{1,2}}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?:\s?{_DAY})"
_LAST_DAY = rf"(?P<last>\d{{1,2}}|[一二三]?十[一二三四五六七八九]?)\s?{_DAY}"
_CLOCK = r"(?P<hour>\d{1,2})\s?[点时](?:(?P<half>半)|(?P<quarters>[一三])刻|\s?(?P<minute>\d{1,2})\s?分?)?"
_HAN_MINUTE = "[二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九]|[一二三四五六七八九](?=分)"
_HAN_CLOCK = (
    r"(?P<part>[上下正中]午|清晨|凌晨|傍晚|[今昨明当當][早晨午晚夜]|[早晚]上|[早晨午晚夜])?[约近]?(?<![第\d零一二两三四五六七八九十百])"
    r"(?!一时[半三]|一点半点)(?P<hour>二?十[一二三四]?|[零一二两三四五六七八九])[点时](?!装|尚|代|间|刻|[一二三四五六七八九]+[万亿])"
    rf"(?:(?P<half>半)|(?P<quarters>[一三])刻|(?P<minute>{_HAN_MINUTE})分?|(?P<about>[许許整钟鐘]))?"
)

ISO_DATE = make_rule(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<s>[-/.])(?P<month>\d{1,2})(?P=s)(?P<day>\d{1,2})(?![\d.])",
    _read_date,
    needs=DIGITS,
)
DATE_RULES: tuple[Rule, ...] = (
    make_rule(r"(?<!\d)(?P<year>\d[05])[后後](?![\d年天])", _read_generation, needs=("后", "後")),
    make_rule(
        rf"(?:{_YEAR})?(?:{_MONTH})?(?P<day>\d{{1,2}})(?:\s?{_DAY})?(?P<to>{TO})(?:(?P<last_month>\d{{1,2}})\s?月)?{_LAST_DAY}",
        _read_date,
        needs=("日", "号"),
    ),
    make_rule(rf"(?:{_YEAR}\s?)?{_MONTH}\s?{_DATE_DAY}", _read_date, needs=("月",)),
    make_rule(rf"{_YEAR}(?:\s?{_MONTH})?", _read_date, needs=("年",)),
    make_rule(
        r"(?<!\d)(?P<first>(?:1[5-9]|20)\d{2})\s?(?:-+|~+|至|到|/)\s?(?P<last>(?:1[5-9]|20)\d{2})(?=\s?年|[^\d元万亿]|$)",
        _read_years,
        needs=DIGITS,
    ),
    make_rule(
        rf"(?:(?P<relative>上|本)(?:个)?世纪|(?P<century>\d{{1,2}}|{HAN}+)\s?世纪\s?)?(?P<tens>(?:\d\d|[二三四五六七八九])(?:[、和至到-]?(?:\d\d|[二三四五六七八九]))?十?)\s?年代",
        _read_decades,
        needs=("年代",),
    ),
    make_rule(
        rf"(?:(?P<first>\d{{1,2}}|{HAN}+)(?:\s?世纪)?(?:[、和]|{TO}))?(?P<last>\d{{1,2}}|{HAN}+)\s?世纪",
        _read_century,
        needs=("世纪",),
    ),
    make_rule(rf"(?<![\d.])(?P<first>\d{{1,2}}){TO}(?P<last>\d{{1,2}})\s?月", _read_months, needs=("月",)),
    make_rule(
        '(?P<day>三八|五一|五四|六一|七一|八一|九三)(?=[”’」』"]|[国國][际際]|[儿兒]童|[劳勞][动動]|[妇婦]女|青年|建[军軍党黨]|[节節]|假期|小[长長]假)',
        _read_festival,
        needs=tuple("三五六七八九"),
    ),
    make_rule(rf"(?<!\d){_MONTH}(?!\d)|(?<![\d.])(?P<day>\d{{1,2}})日(?![元圆圓])", _read_date, needs=("月", "日")),
    make_rule(
        r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?![\d:])", _read_time, needs=(":",)
    ),
    make_rule(
        r"(?<!\d)(?P<hour>\d{1,2})小?时(?P<minute>\d{1,2})分(?P<second>\d{1,2})秒(?!\d)", _read_time, needs=("秒",)
    ),
    make_rule(rf"(?<![\d第.]){_CLOCK}(?!\d)", _read_time, needs=("点", "时")),
    make_rule(_HAN_CLOCK, _read_han_time, needs=("点", "时")),
)
