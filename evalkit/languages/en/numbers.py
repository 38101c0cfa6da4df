"""Numbers and dates of English text, as the values of :mod:`evalkit.values`.

Digits, number words, scaled numbers (``$2.5 billion``), ordinals, per cent and fractions, dates, decades, centuries and
times. Vague words (dozens, hundreds of) state no value.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from evalkit.data import Value
from evalkit.languages.en.numerals import (
    ANY,
    MONTH,
    MONTHS,
    NUMERAL_STARTS,
    ORDINAL,
    SCALE,
    SCALED,
    SCALES,
    SPELLED,
    TENS,
    WORD,
    WORDS,
    evaluate_numeral,
)
from evalkit.languages.en.units import UNITS
from evalkit.values import DIGITS, Read, Reading, Rule, make_date, make_time, scan_values

_FOLD = str.maketrans("０１２３４５６７８９％–—−－‐‑’\u00a0\u202f\u2009", "0123456789%------'   ")
_DISCOUNT = re.compile(r"\bdiscounts?\sof(?:\sup\sto)?\s$", re.IGNORECASE)
_MULTIPLES = {"once": 1, "twice": 2, "double": 2, "doubled": 2, "doubling": 2, "twofold": 2, "triple": 3, "tripled": 3, "threefold": 3, "thrice": 3, "quadruple": 4, "quadrupled": 4, "fourfold": 4}  # fmt: skip
_YEAR = r"(?P<year>[1-9]\d{3})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_LAST = r"(?P<last>\d{1,2})(?:st|nd|rd|th)?"
_TO = r"\s?(?:-+|~|to|and|through|until|till|&|/)\s?(?:the\s)?"
_BEFORE = re.compile(
    r"\b(?:about|around|nearly|almost|approximately|some|roughly|over|under|more than|less than|fewer than|at least|at most|close to|up to|exceed(?:s|ed|ing)?|circa|estimated)\s(?:US|RMB|HK)?[$€£¥]?\s?$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\+|\s(?:or so|or more|odd|plus)\b")


def find_values(text: str) -> list[Value]:
    """The numbers and dates that an English text states, in order."""
    return scan_values(text, _RULES, folded=text.translate(_FOLD), before=_BEFORE, after=_AFTER, units=UNITS)


def _number(numeral: str) -> tuple[str, Decimal]:
    return ("number", evaluate_numeral(numeral))


def _integer(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _month_number(name: str | None) -> int | None:
    return None if name is None else [month[:3] for month in MONTHS].index(name[:3].title()) + 1


def _read_code(match: re.Match[str]) -> list[Reading]:
    return [(("code", re.sub(r"[^a-z0-9]", "", match[0].lower())), match.span())]


def _read_nothing(match: re.Match[str]) -> list[Reading]:
    return []


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
    last = make_date(year, _month_number(groups.get("last_month")) or number, _integer(groups["last"]))
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
    return None if time is None else [(time, match.span())]


def _read_percent(match: re.Match[str]) -> list[Reading]:
    off = match["off"] is not None or bool(_DISCOUNT.search(match.string[: match.start()]))
    return [
        (("share", abs(off - Fraction(evaluate_numeral(match[group])) / 100)), match.span(group))
        for group in ("first", "last")
        if match[group]
    ]


def _read_fraction(match: re.Match[str]) -> list[Reading] | None:
    """Three quarters are a share; six quarters are no share, but a year and a half."""
    wholes = {"half": 2, "halve": 2, "quarter": 4}
    word = match["whole"].lower().rstrip("s")
    whole = int(word) if word.isdigit() else wholes.get(word) or WORDS.get(word)
    if not whole or (part := evaluate_numeral(match["part"])) > whole or (whole == 4 and part % 2 == 0):
        return None
    return [(("share", Fraction(part) / Fraction(whole)), match.span())]


def _read_half_dozen(match: re.Match[str]) -> list[Reading]:
    return [(("number", Decimal(6)), match.span())]


def _read_half(match: re.Match[str]) -> list[Reading]:
    return [(("share", Fraction(1, 2)), match.span())]


def _read_and_half(match: re.Match[str]) -> list[Reading]:
    value = evaluate_numeral(match["number"]) + Decimal("0.5")
    scale = match["scale"]
    return [(("number", value * (SCALES[scale.strip().lower()] if scale else 1)), match.span())]


def _read_range(match: re.Match[str]) -> list[Reading] | None:
    first, last = match["first"], match["last"]
    scale = re.search(rf"{SCALE}$", last)
    low = evaluate_numeral(first)
    if scale and not re.search(rf"{SCALE}$", first):
        low *= evaluate_numeral(scale[0])
    return [(("number", low), match.span("first")), (_number(last), match.span("last"))]


def _read_multiple(match: re.Match[str]) -> list[Reading]:
    return [(("number", Decimal(_MULTIPLES[match[0].lower()])), match.span())]


def _read_year_or_number(match: re.Match[str]) -> list[Reading]:
    return [(("date", int(match[0]), None, None), match.span())]


def _read_years_of_decades(match: re.Match[str]) -> list[Reading]:
    """Six decades are sixty years, as other languages count them."""
    return [(("number", 10 * evaluate_numeral(match["numeral"])), match.span())]


def _read_roman(match: re.Match[str]) -> list[Reading] | None:
    if not re.fullmatch("X{0,3}(?:IX|IV|V?I{0,3})", match["roman"]):
        return None
    digits = [{"I": 1, "V": 5, "X": 10}[letter] for letter in match["roman"]]
    signed = [-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True)]
    return [(("number", Decimal(sum(signed))), match.span())]


def _read_number(match: re.Match[str]) -> list[Reading]:
    return [(_number(match["numeral"]), match.span("numeral"))]


def _rule(pattern: str, read: Read, flags: int = re.IGNORECASE, *, needs: tuple[str, ...] = DIGITS) -> Rule:
    return Rule(pattern=re.compile(pattern, flags), read=read, needs=needs)


_ORDINAL_ENDINGS = (*DIGITS, "first", "second", "third", "rth", "fth", "xth", "nth", "hth", "ieth")
# “A third party”, “a fifth straight win”: an ordinal, where a share (“a third of”) has none of these behind it.
_NO_SHARE = r"(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s(?!(?:of|more|less|fewer|higher|lower|larger|smaller|bigger|in|to|from|on|by|since|over|as|and|or|than|compared|was|were|are|is|had|have|has|said|each)\b)[a-z]"
_LAST_MONTH = MONTH.replace("<month>", "<last_month>")
_DECADE = r"(?:(?P<head>1\d|20)\d0'?s|'?\b\d0'?s|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"
_MONTH_STARTS = tuple(month[:3].lower() for month in MONTHS)
_RULES: tuple[Rule, ...] = (
    _rule(
        r"(?:https?://|www\.)[!-~]+|[\w.-]+@[\w.-]+|\b[a-z0-9-]+\.(?:com|cn|org|net)\b(?:/[!-~]*)?",
        _read_code,
        needs=("www.", "://", "@", ".com", ".cn", ".org", ".net"),
    ),
    _rule(
        rf"{MONTH}\s{_DAY}(?:,?\s{_YEAR})?(?P<to>{_TO})(?:{_LAST_MONTH}\s)?{_LAST}\b(?!\d)(?:,?\s(?:{_YEAR.replace('<year>', '<y2>')}))?",
        _read_date,
        0,
    ),
    _rule(rf"\b{_DAY}(?P<to>{_TO}){_LAST}\s(?:of\s)?{MONTH}\b(?:,?\s{_YEAR}\b)?", _read_date, 0),
    _rule(rf"{MONTH}\s(?:the\s)?{_DAY}\b(?![\d:%,.]\d)(?:\s?,?\s?(?:of\s)?{_YEAR}\b)?", _read_date, 0),
    _rule(rf"\b{_DAY}(?:\sof)?\s{MONTH}\b(?:,?\s(?:of\s)?{_YEAR}\b)?", _read_date, 0),
    _rule(rf"{MONTH}\s?,?\s(?:of\s)?{_YEAR}\b", _read_date, 0),
    _rule(rf"\b{_YEAR}(?P<s>[-/.])(?P<month>\d{{1,2}})(?P=s)(?P<day>\d{{1,2}})\b", _read_date),
    _rule(rf"\b(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/{_YEAR}\b", _read_date),
    _rule(
        r"\b(?!(?:RMB|RM|USD|US|HKD|HK|NTD|CNY|EUR|GBP|JPY|No)\d)[A-Z]+(?:-?\d+(?!\d)[A-Za-z]*)+\b(?![.,]\d)(?<!'s)|\d+(?:\.\d+){2,}(?:/\d+(?:\.\d+)+)?",
        _read_code,
        0,
    ),
    _rule(
        rf"(?:(?P<first>{ORDINAL})(?:\sand\s|\sto\s|-)(?:the\s)?)?(?P<last>{ORDINAL})[\s-]centur(?:y|ies)",
        _read_century,
        needs=("centur",),
    ),
    _rule(
        rf"\b{_DECADE}(?:\s?(?:and|to|-|or)\s?(?:the\s)?{_DECADE.replace('<head>', '<h2>')})?(?:\s(?:of|in)\sthe\s(?:last|(?P<century>{ORDINAL}))\scentury)?",
        _read_decades,
        needs=("0s", "0's", "ties"),
    ),
    _rule(
        r"\b(?P<first>(?:1[5-9]|20)\d\d)(?:\s?[-/]\s?|\sto\s(?=\d{4}))(?P<last>(?:(?:1[5-9]|20)\d)?\d\d?)\b(?![.,%]\d|\s?%|\sper\s?cent)",
        _read_years,
    ),
    _rule(r"\b(?P<hour>\d{1,2})[:.](?P<minute>\d\d)\s?(?:[ap]\.?m\b\.?)", _read_time),
    _rule(r"\b(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)?\b", _read_time),
    _rule(r"\b(?P<hour>\d{1,2})(?P<minute>)\s?(?:[ap]\.?m\b\.?|o'clock)", _read_time),
    _rule(rf"\b(?P<hour>{WORD})(?P<minute>)\so'clock", _read_time, needs=("o'clock",)),
    _rule(
        rf"{NUMERAL_STARTS}(?<![\d.])(?:(?<!\bin\s)(?P<first>{SCALED}|{SPELLED}(?!-))\s?%?(?:\spercent)?{_TO})?(?P<last>{ANY})[\s-]?(?:%|per\s?cent(?:age points?)?\b|percentage points?)(?P<off>[\s-](?:off|discount)\b)?",
        _read_percent,
        needs=("%", "cent"),
    ),
    _rule(
        r"\b(?:several|a few|few|many|some)\s(?:dozen|hundred|thousand|million|billion)s?(?:\s(?:thousand|million|billion))?\b|\b(?:dozens|tens|hundreds|thousands|millions|billions)(?:\sof\s(?:thousands|millions|billions))?\b|\bone another\b|\bno one\b",
        _read_nothing,
        needs=("dozen", "hundred", "thousand", "million", "billion", "ten", "one"),
    ),
    _rule(r"\b24/7(?:/365)?\b|\b24 hours a day\b(?:,? (?:7|seven) days a week\b)?", _read_nothing),
    _rule(r"\b(?:half a|a half|half)[\s-]dozen\b", _read_half_dozen, needs=("dozen",)),
    _rule(r"\ba dozen\b", _read_nothing, needs=("dozen",)),
    _rule(rf"(?P<number>{ANY})\sand\sa\shalf\b(?P<scale>{SCALE})?", _read_and_half, needs=("half",)),
    _rule(
        rf"\b(?P<part>{WORD}|an?|\d+)[\s-](?!(?:(?<=\ba\s)|(?<=\ban\s)){_NO_SHARE})(?P<whole>half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b(?!\s(?:an?|of)\s(?:dozen|hour))",
        _read_fraction,
        needs=("hal", "third", "quarter", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    ),
    _rule(r"\b(?P<part>[1-9])/(?P<whole>[1-9]\d?)\b(?!/)", _read_fraction),
    _rule(r"\bhalf\b", _read_half, needs=("half",)),
    _rule("|".join(rf"\b{word}\b" for word in _MULTIPLES), _read_multiple, needs=tuple(_MULTIPLES)),
    _rule(rf"(?<![\d.-])(?P<first>{SCALED})\s?-\s?[$€£¥]?(?P<last>{SCALED})\b(?!-\d)", _read_range),
    _rule(
        rf"{NUMERAL_STARTS}(?<![\d.])(?P<first>{ANY})\s(?:to|or)\s[$€£¥]?(?P<last>{ANY})\b",
        _read_range,
        needs=(" to ", " or "),
    ),
    _rule(rf"\b(?P<numeral>{SPELLED}|an?|\d+)(?:\s|-)decades?\b", _read_years_of_decades, needs=("decade",)),
    _rule(rf"(?P<numeral>\b{ORDINAL}\b)", _read_number, needs=_ORDINAL_ENDINGS),
    _rule(
        r"\b(?=[IVX])(?P<roman>[IVX]{2,5}|(?<=[Ll]evel.)[IVX]|(?<=[Pp]hase.)[IVX]|(?<=[Cc]lass.)[IVX]|(?<=[Gg]rade.)[IVX]|(?<=[Tt]ype.)[IVX])\b",
        _read_roman,
        0,
        needs=("i", "v", "x"),
    ),
    _rule(rf"(?<![\w.,$€£¥])(?:1[5-9]|20)\d\d\b(?![.,]\d|%)(?!\s?(?:{SCALE}))", _read_year_or_number),
    _rule(
        rf"(?:\b(?:in|of|by|since|until|early|late|mid|last|next|this|from|to|and|between|through)[\s-])?{MONTH}\b",
        _read_month,
        0,
        needs=_MONTH_STARTS,
    ),
    _rule(rf"{NUMERAL_STARTS}(?P<numeral>(?<![\d.]){SCALED}|{SPELLED})", _read_number, needs=()),
)
