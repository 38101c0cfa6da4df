"""Numbers and dates of English text, as the values of :mod:`evalkit.languages.values`.

Digits, number words, scaled numbers (``$2.5 billion``), ordinals, per cent and fractions, dates, decades, centuries and
times. Vague words (dozens, hundreds of) state no value.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from evalkit.data import Value
from evalkit.languages.en.calendar import CENTURY_RULES, DATE_RULES, PART_RULES, TIME_RULES, make_rule
from evalkit.languages.en.numerals import (
    ANY,
    MULTIPLES,
    NUMERAL_STARTS,
    ORDINAL,
    SCALE,
    SCALED,
    SCALES,
    SPELLED,
    TO,
    WORD,
    WORDS,
    evaluate_numeral,
)
from evalkit.languages.en.units import UNITS
from evalkit.languages.values import DIGITS, Reading, Rule, scan_values

_MEGAPIXELS = ("megapixel", " mp", *(f"{digit}mp" for digit in DIGITS))
_FOLD = str.maketrans("０１２３４５６７８９％–—−－‐‑’\u00a0\u202f\u2009", "0123456789%------'   ")
_DISCOUNT = re.compile(r"\bdiscounts?\sof(?:\sup\sto)?\s$", re.IGNORECASE)
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


def _read_code(match: re.Match[str]) -> list[Reading]:
    return [(("code", re.sub(r"[^a-z0-9]", "", match[0].lower())), match.span())]


def _read_nothing(match: re.Match[str]) -> list[Reading]:
    return []


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


def _read_parts(match: re.Match[str]) -> list[Reading]:
    return [(("share", Fraction(evaluate_numeral(match["numeral"])) / 10**6), match.span("numeral"))]


def _read_per_thousand(match: re.Match[str]) -> list[Reading]:
    return [(("share", Fraction(evaluate_numeral(match["numeral"])) / 1000), match.span("numeral"))]


def _read_hundredths(match: re.Match[str]) -> list[Reading]:
    return [(("number", evaluate_numeral(match["numeral"]) / 100), match.span())]


def _read_millions(match: re.Match[str]) -> list[Reading]:
    return [(("number", evaluate_numeral(match["numeral"]) * 10**6), match.span("numeral"))]


def _read_numerals(match: re.Match[str]) -> list[Reading]:
    return [(_number(match[group]), match.span(group)) for group in match.groupdict()]


def _read_basis_points(match: re.Match[str]) -> list[Reading]:
    return [(("share", Fraction(evaluate_numeral(match["numeral"])) / 10_000), match.span("numeral"))]


def _read_multiple(match: re.Match[str]) -> list[Reading]:
    return [(("number", Decimal(MULTIPLES[match[0].lower()])), match.span())]


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


_ORDINAL_ENDINGS = (*DIGITS, "first", "second", "third", "rth", "fth", "xth", "nth", "hth", "ieth")
# “A third party”, “a fifth straight win”: an ordinal, where a share (“a third of”) has none of these behind it.
_NO_SHARE = r"(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\s(?!(?:of|more|less|fewer|higher|lower|larger|smaller|bigger|in|to|from|on|by|since|over|as|and|or|than|compared|was|were|are|is|had|have|has|said|each)\b)[a-z]"
_RULES: tuple[Rule, ...] = (
    make_rule(
        r"(?:https?://|www\.)[!-~]+|[\w.-]+@[\w.-]+|\b[a-z0-9-]+\.(?:com|cn|org|net)\b(?:/[!-~]*)?",
        _read_code,
        needs=("www.", "://", "@", ".com", ".cn", ".org", ".net"),
    ),
    make_rule(r"\bQ(?P<numeral>[1-4])\b", _read_number, 0, needs=("q1", "q2", "q3", "q4")),
    *DATE_RULES,
    make_rule(
        r"\b(?!(?:RMB|RM|USD|US|HKD|HK|NTD|CNY|EUR|GBP|JPY|No)\d)[A-Z]+(?:-?\d+(?!\d)[A-Za-z]*)+(?:(?<=\d)\.\d+)?\b(?![.,]\d)(?<!'s)|\d+(?:\.\d+){2,}(?:/\d+(?:\.\d+)+)?",
        _read_code,
        0,
    ),
    *CENTURY_RULES,
    make_rule(r"\b(?P<minutes>\d{1,2}):(?P<seconds>\d\d\.\d{1,3})\b", _read_numerals),
    *TIME_RULES,
    make_rule(
        rf"{NUMERAL_STARTS}(?<![\d.])(?:(?<!\bin\s)(?P<first>{SCALED}|{SPELLED}(?!-))\s?%?(?:\spercent)?{TO})?(?P<last>{ANY})[\s-]?(?:%|per\s?cent(?:age points?)?\b|percentage points?)(?P<off>[\s-](?:off|discount)\b)?",
        _read_percent,
        needs=("%", "cent"),
    ),
    make_rule(
        r"\b(?:several|a few|few|many|some)\s(?:dozen|hundred|thousand|million|billion)s?(?:\s(?:thousand|million|billion))?\b|\b(?:dozens|tens|hundreds|thousands|millions|billions)(?:\sof\s(?:thousands|millions|billions))?\b|\bone another\b|\bno one\b",
        _read_nothing,
        needs=("dozen", "hundred", "thousand", "million", "billion", "ten", "one"),
    ),
    make_rule(
        rf"{NUMERAL_STARTS}(?P<numeral>{ANY}|an?)[\s-](?:basis[\s-]points?|bps?)\b",
        _read_basis_points,
        needs=("basis", "bp"),
    ),
    make_rule(
        rf"{NUMERAL_STARTS}(?P<numeral>{ANY})\s(?:parts\sper\smillion|ppm)\b",
        _read_parts,
        needs=("parts per million", "ppm"),
    ),
    make_rule(
        rf"{NUMERAL_STARTS}(?P<numeral>{ANY})(?=\sper\s(?:thousand|mille?)\b|‰)",
        _read_per_thousand,
        needs=("per thousand", "per mil", "‰"),
    ),
    make_rule(rf"{NUMERAL_STARTS}(?P<numeral>{ANY})\s(?:hundredths)\b", _read_hundredths, needs=("hundredths",)),
    make_rule(rf"\b(?P<numeral>{ANY})(?=\s?(?:MP|megapixels?)\b)", _read_millions, needs=_MEGAPIXELS),
    make_rule(rf"\b(?P<numeral>{WORD}|\d+)(?=-?fold\b)", _read_number, needs=("fold",)),
    make_rule(r"\b24/7(?:/365)?\b|\b24 hours a day\b(?:,? (?:7|seven) days a week\b)?", _read_nothing),
    make_rule(r"\b(?:half a|a half|half)[\s-]dozen\b", _read_half_dozen, needs=("dozen",)),
    make_rule(r"\ba dozen\b", _read_nothing, needs=("dozen",)),
    make_rule(rf"(?P<number>{ANY})\sand\sa\shalf\b(?P<scale>{SCALE})?", _read_and_half, needs=("half",)),
    make_rule(
        rf"\b(?P<part>{WORD}|an?|\d+)[\s-](?!(?:(?<=\ba\s)|(?<=\ban\s)){_NO_SHARE})(?P<whole>half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)\b(?!\s(?:an?|of)\s(?:dozen|hour))",
        _read_fraction,
        needs=("hal", "third", "quarter", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    ),
    make_rule(r"\b(?P<part>[1-9])/(?P<whole>[1-9]\d?)\b(?!/)", _read_fraction),
    make_rule(r"\b(?:first|second|other|latter|opening|last)[\s-]half\b", _read_nothing, needs=("half",)),
    make_rule(r"\bhalf\b", _read_half, needs=("half",)),
    make_rule("|".join(rf"\b{word}\b" for word in MULTIPLES), _read_multiple, needs=tuple(MULTIPLES)),
    make_rule(rf"(?<![\d.-])(?P<first>{SCALED})\s?-\s?[$€£¥]?(?P<last>{SCALED})\b(?!-\d)", _read_range),
    make_rule(
        rf"{NUMERAL_STARTS}(?<![\d.])(?P<first>{ANY})\s(?:to|or)\s[$€£¥]?(?P<last>{ANY})\b",
        _read_range,
        needs=(" to ", " or "),
    ),
    make_rule(rf"\b(?P<numeral>{SPELLED}|an?|\d+)(?:\s|-)decades?\b", _read_years_of_decades, needs=("decade",)),
    make_rule(rf"(?P<numeral>\b{ORDINAL}\b)", _read_number, needs=_ORDINAL_ENDINGS),
    make_rule(
        r"\b(?=[IVX])(?P<roman>[IVX]{2,5}|(?<=[Ll]evel.)[IVX]|(?<=[Pp]hase.)[IVX]|(?<=[Cc]lass.)[IVX]|(?<=[Gg]rade.)[IVX]|(?<=[Tt]ype.)[IVX])\b",
        _read_roman,
        0,
        needs=("i", "v", "x"),
    ),
    *PART_RULES,
    make_rule(rf"{NUMERAL_STARTS}(?P<numeral>(?<![\d.]){SCALED}|{SPELLED})", _read_number, needs=()),
)
