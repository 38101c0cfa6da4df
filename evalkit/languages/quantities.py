"""Quantities: numbers with the unit behind them, so that 45万亩 and 30,000 hectares can be seen to say the same.

A language offers a table of its units (:func:`compile_units`); translators convert between them and round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from unicodedata import category

_ROUNDED, _EXACTLY_ROUNDED = Fraction(1, 40), Fraction(1, 200)
"""By how much a conversion may be rounded, to two digits and to more; measures of one system convert without rounding.
"""


_Unit = tuple[str, Fraction]
"""What a unit measures, and how many of that dimension's base unit it is."""
MONEY = "money"
"""The dimension of currencies; they are of one size, because what they are worth changes."""

MULTIPLE = "multiple"
"""The dimension of times: to grow by four times and to be five times as large are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """A language's units and the pattern that finds one behind a number; the name of each is a pattern of its own."""

    pattern: re.Pattern[str]
    names: tuple[tuple[re.Pattern[str], _Unit], ...]
    words: Mapping[str, _Unit]

    def find_beside(self, text: str, start: int, end: int) -> _Unit | None:
        """The unit that stands in ``text`` behind the number ``text[start:end]`` or is part of its word, or the currency
        whose sign stands before it."""
        if start and category(text[start - 1]) == "Sc":
            return MONEY, Fraction(1)
        match = self.pattern.match(text, end)
        if match is None:
            return self.words.get(text[start:end].lower())
        return next(unit for name, unit in self.names if name.fullmatch(match["unit"]))


def compile_units(units: Mapping[str, _Unit], *, pattern: str, words: Mapping[str, _Unit] | None = None) -> Units:
    """The units whose names (patterns) stand behind a number; ``pattern`` has ``{names}`` inside a group ``unit``.

    ``words`` are numbers that have their unit in the word: tripled.
    """
    longest_first = sorted(units, key=len, reverse=True)
    return Units(
        pattern=re.compile(pattern.format(names="|".join(longest_first)), re.IGNORECASE),
        names=tuple((re.compile(name, re.IGNORECASE), units[name]) for name in longest_first),
        words=words or {},
    )


def is_conversion(amount: Fraction, unit: _Unit, other_amount: Fraction, other: _Unit) -> bool:
    """Whether two amounts in different units of one dimension are the same quantity, as translators round it."""
    (dimension, size), (other_dimension, other_size) = unit, other
    if dimension != other_dimension or size == other_size:
        return False
    first, second = amount * size, other_amount * other_size
    if _is_decimal(size / other_size):
        return first == second
    digits = min(count_digits(Decimal(one.numerator) / one.denominator) for one in (amount, other_amount))
    return abs(first - second) <= (_ROUNDED if digits <= 2 else _EXACTLY_ROUNDED) * max(first, second)


def count_digits(amount: Decimal) -> int:
    """How many digits an amount has from the first to the last that is not zero."""
    return len(str(amount.normalize().as_tuple().digits)) // 3


def is_rounding(rounded: Decimal, amount: Decimal, *, approximate: bool) -> bool:
    """Whether the first is the second in fewer digits, two at least: 2.76 trillion for 2,762.9 billion.

    What a word calls approximate (“over 18,000” for 18,932) may have one digit, and may be cut instead of rounded.
    """
    if abs(rounded - amount) * 2 > amount or (digits := count_digits(rounded)) >= count_digits(amount):
        return False
    if digits < 2 and not approximate:
        return False
    last = Decimal(1).scaleb(rounded.normalize().adjusted() - digits + 1)
    return abs(rounded - amount) * (1 if approximate else 2) <= last


def _is_decimal(ratio: Fraction) -> bool:
    """Whether one unit is a power of ten of the other, so that nothing is rounded."""
    return re.fullmatch("10*", f"{max(ratio, 1 / ratio)}") is not None
