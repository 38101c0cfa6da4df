"""Dates, decades, centuries and times of day in English text, as the values of :mod:`evalkit.languages.values`."""

from __future__ import annotations

import re

from evalkit.languages.en.numerals import MONTH, MONTHS, ORDINAL, SCALE, TENS, TO, WORD, evaluate_numeral
from evalkit.languages.values import DIGITS, Read, Reading, Rule, make_date, make_time


def _integer(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _month_number(name: str | None) -> int | None:
    return None if name is None else [month[:3] for month in MONTHS].index(name[:3].title()) + 1


def _read_date(match: re.Match[str]) -> list[Reading] | None:
    groups = match.groupdict()
    month = groups.get("month")
    number = _integer(month) if month and month.isdigit() else _month_number(month)
    year, day = _integer(groups.get("year")), _integer(groups.get("day"))
    first = make_date(year, number, day)
    if first is None:
        return None
    if groups.get("last") is None:
        return [(first, match.span())]
    last_year = _integer(groups.get("last_year")) or year
    last = make_date(last_year, _month_number(groups.get("last_month")) or number, _integer(groups["last"]))
    return (
        None if last is None else [(first, (match.start(), match.start("to"))), (last, (match.end("to"), match.end()))]
    )


def _read_month(match: re.Match[str]) -> list[Reading] | None:
    """A month by itself; the words that are also verbs need a preposition or the like before them."""
    if match["month"] in ("May", "March", "Mar") and match.start() == match.start("month"):
        return None
    return [(("date", None, _month_number(match["month"]), None), match.span("month"))]


def _read_years(match: re.Match[str]) -> list[Reading]:
    first = match["first"]
    last = first[: 4 - len(match["last"])] + match["last"]
    return [(("date", int(year), None, None), match.span(group)) for year, group in ((first, "first"), (last, "last"))]


def _read_decades(match: re.Match[str]) -> list[Reading]:
    text = match[0]
    if match["century"] is not None:
        century: int | None = int(evaluate_numeral(match["century"])) - 1
    else:
        century = int(match["head"]) if match["head"] else (19 if "last century" in text else None)
    tens = [*re.findall(r"(?:\b|')(?:\d\d)?(\d0)'?s", text), *re.findall(r"\b(\w+ties)\b", text)]
    values = [int(ten) if ten.isdigit() else 10 * (TENS.index(ten.lower()[:-3] + "y") + 2) for ten in tens]
    return [(("decade", century, value), match.span()) for value in values]


def _read_century(match: re.Match[str]) -> list[Reading]:
    return [
        (("century", int(evaluate_numeral(match[group]))), match.span(group))
        for group in ("first", "last")
        if match[group]
    ]


def _read_time(match: re.Match[str]) -> list[Reading] | None:
    time = make_time(int(evaluate_numeral(match["hour"])), int(match["minute"] or 0))
    if time is None or not match.groupdict().get("second"):
        return None if time is None else [(time, match.span())]
    return [
        (time, (match.start(), match.end("minute"))),
        (("number", evaluate_numeral(match["second"])), match.span("second")),
    ]


def _read_year_or_number(match: re.Match[str]) -> list[Reading]:
    return [(("date", int(match[0]), None, None), match.span())]


def make_rule(pattern: str, read: Read, flags: int = re.IGNORECASE, *, needs: tuple[str, ...] = DIGITS) -> Rule:
    """A rule whose pattern is given as text; upper and lower case alike unless the flags say otherwise."""
    return Rule(pattern=re.compile(pattern, flags), read=read, needs=needs)


_YEAR = r"(?P<year>[1-9]\d{3})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_LAST = r"(?P<last>\d{1,2})(?:st|nd|rd|th)?"
_LAST_MONTH = MONTH.replace("<month>", "<last_month>")
_DECADE = r"(?:(?P<head>1\d|20)\d0'?s|'?\b\d0'?s|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"
_MONTH_STARTS = tuple(month[:3].lower() for month in MONTHS)
DATE_RULES: tuple[Rule, ...] = (
    make_rule(
        rf"{MONTH}\s{_DAY}(?:,?\s{_YEAR})?(?P<to>{TO})(?:{_LAST_MONTH}\s)?{_LAST}\b(?!\d)(?:,?\s(?:{_YEAR.replace('<year>', '<last_year>')}))?",
        _read_date,
        0,
    ),
    make_rule(rf"\b{_DAY}(?P<to>{TO}){_LAST}\s(?:of\s)?{MONTH}\b(?:,?\s{_YEAR}\b)?", _read_date, 0),
    make_rule(rf"{MONTH}\s(?:the\s)?{_DAY}\b(?![\d:%,.]\d)(?:\s?,?\s?(?:of\s)?{_YEAR}\b)?", _read_date, 0),
    make_rule(rf"\b{_DAY}(?:\sof)?\s{MONTH}\b(?:,?\s(?:of\s)?{_YEAR}\b)?", _read_date, 0),
    make_rule(rf"{MONTH}\s?,?\s(?:of\s)?{_YEAR}\b", _read_date, 0),
    make_rule(rf"\b{_YEAR}(?P<s>[-/.])(?P<month>\d{{1,2}})(?P=s)(?P<day>\d{{1,2}})\b", _read_date),
    make_rule(rf"\b(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/{_YEAR}\b", _read_date),
)
CENTURY_RULES: tuple[Rule, ...] = (
    make_rule(
        rf"(?:(?P<first>{ORDINAL})(?:\sand\s|\sto\s|-)(?:the\s)?)?(?P<last>{ORDINAL})[\s-]centur(?:y|ies)",
        _read_century,
        needs=("centur",),
    ),
    make_rule(
        rf"\b{_DECADE}(?:\s?(?:and|to|-|or)\s?(?:the\s)?{_DECADE.replace('<head>', '<h2>')})?(?:\s(?:of|in)\sthe\s(?:last|(?P<century>{ORDINAL}))\scentury)?",
        _read_decades,
        needs=("0s", "0's", "ties"),
    ),
    make_rule(
        r"\b(?P<first>(?:1[5-9]|20)\d\d)(?:\s?[-/]\s?|\sto\s(?=\d{4}))(?P<last>(?:(?:1[5-9]|20)\d)?\d\d?)\b(?![.,%]\d|\s?%|\sper\s?cent)",
        _read_years,
    ),
)
TIME_RULES: tuple[Rule, ...] = (
    make_rule(r"\b(?P<hour>\d{1,2})[:.](?P<minute>\d\d)\s?(?:[ap]\.?m\b\.?)", _read_time),
    make_rule(r"\b(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?\b", _read_time),
    make_rule(r"\b(?P<hour>\d{1,2})(?P<minute>)\s?(?:[ap]\.?m\b\.?|o'clock)", _read_time),
    make_rule(rf"\b(?P<hour>{WORD})(?P<minute>)\so'clock", _read_time, needs=("o'clock",)),
)
PART_RULES: tuple[Rule, ...] = (
    make_rule(rf"(?<![\w.,$€£¥])(?:1[5-9]|20)\d\d\b(?![.,]\d|%)(?!\s?(?:{SCALE}))", _read_year_or_number),
    make_rule(
        rf"(?:\b(?:in|of|by|since|until|early|late|mid|last|next|this|from|to|and|between|through)[\s-])?{MONTH}\b",
        _read_month,
        0,
        needs=_MONTH_STARTS,
    ),
)
"""Years and months by themselves."""
