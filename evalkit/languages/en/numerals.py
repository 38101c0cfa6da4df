"""How English writes numerals and dates: the words, patterns for them, what they are worth, and how a value is written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from evalkit.languages.values import replace_amount

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_TENTHS = [ten[:-1] + "ieth" for ten in TENS]
WORDS = {
    **{word: value for value, word in enumerate(SMALL)},
    **{word: value for value, word in enumerate(_ORDINALS)},
    **{word: 10 * value for value, word in enumerate(TENS, start=2)},
    **{word: 10 * value for value, word in enumerate(_TENTHS, start=2)},
    "dozen": 12,
}
MULTIPLES = {"once": 1, "twice": 2, "double": 2, "doubled": 2, "doubling": 2, "twofold": 2, "triple": 3, "tripled": 3, "threefold": 3, "thrice": 3, "quadruple": 4, "quadrupled": 4, "fourfold": 4}  # fmt: skip
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "k": 1000,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
SCALE = r"(?:[\s-]?(?:hundred thousand|hundred million|thousand|million|billion|trillion|hundred)\b|\s?[mbt]n\b|k\b|\s?dozen\b)"
SCALED = rf"(?:(?<=[$€£¥]){_ARABIC}\s?[mb]\b|{_ARABIC}(?:{SCALE})?)"
WORD = "(?:" + "|".join(sorted((*SMALL, *TENS), key=len, reverse=True)) + ")"
_LARGE_WORD = "hundred|thousand|million|billion|trillion|dozen"
_SMALL_WORD = rf"(?:(?:{'|'.join(TENS)})[\s-](?:{'|'.join(SMALL[1:10])})\b|{WORD})"
_FIRST_LETTERS = "".join(sorted({word[0] for word in ("a", *SMALL, *TENS)}))
SPELLED = rf"\b(?=[{_FIRST_LETTERS}])(?:{_SMALL_WORD}|an?(?=\s(?:{_LARGE_WORD})))\b(?:(?:[\s-](?:{_LARGE_WORD})\b)+(?:[\s-](?:and\s)?{_SMALL_WORD}\b)?)*"
ANY = rf"(?:{SCALED}|{SPELLED})"
NUMERAL_STARTS = r"(?:\b|(?=\d))"
"""Before ``SCALED`` and ``SPELLED`` it changes nothing, but spares the search most places inside words."""
MONTH = r"\b(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
TO = r"\s?(?:-+|~|to|and|through|until|till|&|/)\s?(?:the\s)?"
"""Between the ends of a range."""
_ORDINAL_WORD = "(?:" + "|".join((*_ORDINALS[1:], *_TENTHS)) + ")"
ORDINAL = rf"(?:\d+(?:st|nd|rd|th)|(?=[{_FIRST_LETTERS}])(?:(?:{'|'.join(TENS)})[\s-]{_ORDINAL_WORD}|{_ORDINAL_WORD}))"


def evaluate_numeral(numeral: str) -> Decimal:
    """The number that digits, words or both write: ``24,801``, ``2.5 billion``, ``a hundred and twenty``, ``44th``."""
    total = part = Decimal(0)
    for token in re.findall(rf"{_ARABIC}|[a-z]+", numeral.lower()):
        if token in ("a", "an"):
            part += 1
        elif token == "hundred" or token == "dozen":
            part = (part or Decimal(1)) * (100 if token == "hundred" else 12)
        elif token in SCALES:
            total, part = total + (part or 1) * SCALES[token], Decimal(0)
        elif token in WORDS:
            part += Decimal(str(WORDS[token]))
        elif token[0].isdigit():
            part += Decimal(token.replace(",", ""))
    return total + part


def write_value(value: tuple[Any, ...], like: str) -> str | None:
    """A value written as ``like`` writes another of its sort: ``("number", 45)`` like ``44th`` is ``45th``; ``None`` if unclear."""
    if value[0] == "date":
        return _write_date(value, like)
    if value[0] == "time":
        return (
            re.sub(r"\d+:\d+", f"{value[1] or 12}:{value[2]:02}", like) if re.search(r"[ap]\.?m", like, re.I) else None
        )
    scale = re.search(rf"{SCALE}$", like, re.IGNORECASE)
    if value[0] == "number" and like.lower() in SMALL and value[1] == int(value[1]) and value[1] < len(SMALL):
        return SMALL[int(value[1])]
    written = replace_amount(value, like, scale=evaluate_numeral(scale[0]) if scale else Decimal(1))
    return re.sub(r"(\d+)(?:st|nd|rd|th)\b", _add_ordinal_ending, written) if written else None


def _add_ordinal_ending(match: re.Match[str]) -> str:
    number = int(match[1])
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _write_date(value: tuple[Any, ...], like: str) -> str | None:
    _, year, month, day = value
    if (month or 1) > len(MONTHS) or (day or 1) > 31:
        return None  # No calendar has it, so it is the source that is wrong.
    written = like
    if month is not None:
        written = re.sub(
            MONTH,
            lambda match: MONTHS[month - 1][: len(match[0]) if len(match[0]) == 3 and match[0] != "May" else None],
            written,
        )
    if day is not None:
        written = re.sub(r"(?<!\d)\d{1,2}(?!\d)", str(day), written, count=1)
    if year is not None:
        written = re.sub(r"\d{4}", str(year), written, count=1)
    return re.sub(r"(\d+)(?:st|nd|rd|th)\b", _add_ordinal_ending, written) if written != like else None
