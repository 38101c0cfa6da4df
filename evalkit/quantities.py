"""Quantities: numbers with the unit behind them, so that 45万亩 and 30,000 hectares can be seen to say the same.

A language offers a table of its units (:func:`compile_units`); translators convert between them and round.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import category

_ROUNDED = Fraction(1, 40)
"""By how much a conversion may be rounded; measures of one system convert without rounding."""


Unit = tuple[str, Fraction]
"""What a unit measures, and how many of that dimension's base unit it is."""
MONEY = "money"
"""The dimension of currencies; they are of one size, because what they are worth changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """A language's units and the pattern that finds one behind a number; the name of each is a pattern of its own."""

    pattern: re.Pattern[str]
    names: tuple[tuple[re.Pattern[str], Unit], ...]

    def find_beside(self, text: str, start: int, end: int) -> Unit | None:
        """The unit that stands in ``text`` behind the number ``text[start:end]``, or the currency whose sign stands before
        it."""
        if start and category(text[start - 1]) == "Sc":
            return MONEY, Fraction(1)
        match = self.pattern.match(text, end)
        if match is None:
            return None
        return next(unit for name, unit in self.names if name.fullmatch(match["unit"]))


def compile_units(units: Mapping[str, Unit], *, pattern: str) -> Units:
    """The units whose names (patterns) stand behind a number; ``pattern`` has ``{names}`` inside a group ``unit``."""
    longest_first = sorted(units, key=len, reverse=True)
    return Units(
        pattern=re.compile(pattern.format(names="|".join(longest_first)), re.IGNORECASE),
        names=tuple((re.compile(name, re.IGNORECASE), units[name]) for name in longest_first),
    )


def is_conversion(amount: Fraction, unit: Unit, other_amount: Fraction, other: Unit) -> bool:
    """Whether two amounts in different units of one dimension are the same quantity, as translators round it."""
    (dimension, size), (other_dimension, other_size) = unit, other
    if dimension != other_dimension or size == other_size:
        return False
    first, second = amount * size, other_amount * other_size
    return abs(first - second) <= (0 if _is_decimal(size / other_size) else _ROUNDED) * max(first, second)


def _is_decimal(ratio: Fraction) -> bool:
    """Whether one unit is a power of ten of the other, so that nothing is rounded."""
    return re.fullmatch("10*", f"{max(ratio, 1 / ratio)}") is not None
