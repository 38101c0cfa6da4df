"""Numbers and dates as values: how a language's patterns are scanned, and when two values agree.

A :class:`evalkit.data.Value` holds one of

- ``("number", Decimal)``: quantities and ordinals, ``2万4801`` and ``24,801``;
- ``("share", Fraction)``: per cent, fractions, tenths and discounts; ``52%``, ``百分之五十二``, ``七折`` and ``30% off`` (both
  7/10);
- ``("code", str)``: letters and digits that belong together, lower case and without separators: ``cmv22b``;
- ``("date", year, month, day)``, each ``None`` where the text does not say;
- ``("decade", century, tens)``: ``("decade", 19, 60)`` for the 1960s, the century ``None`` where the text does not say;
- ``("century", 20)``; ``("time", hour, minute)`` on a clock of twelve hours, because texts rarely write a.m. and 24
  hours alike.

The first two and ``code`` are of the kind ``number``, the rest of the kind ``date``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any, Literal

from evalkit.data import Value
from evalkit.languages.quantities import MULTIPLE, Units, is_conversion, is_rounding

Reading = tuple[tuple[Any, ...], tuple[int, int]]
"""A value and the span it is read from."""
Read = Callable[[re.Match[str]], Iterable[Reading] | None]
DIGITS = tuple("0123456789")

_KINDS: dict[str, Literal["number", "date"]] = {"number": "number", "share": "number", "code": "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern and how a match of it is read. ``None`` leaves the words to later rules; an empty list says that they
    are no value.

    A text without any of ``needs`` (in lower case) cannot match, which saves the search; empty: it always may.
    """

    pattern: re.Pattern[str]
    read: Read
    needs: tuple[str, ...] = ()
    _characters: frozenset[str] = field(init=False)
    _words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_characters", frozenset(one for one in self.needs if len(one) == 1))
        object.__setattr__(self, "_words", tuple(one for one in self.needs if len(one) > 1))

    def may_match(self, lowered: str, characters: Set[str]) -> bool:
        """Whether a text in lower case, which is made of these characters, has what the rule needs."""
        if not self.needs or not self._characters.isdisjoint(characters):
            return True
        return bool(self._words) and any(word in lowered for word in self._words)


def make_rule(pattern: str, read: Read, *, needs: tuple[str, ...] = ()) -> Rule:
    """A rule whose pattern is given as text."""
    return Rule(pattern=re.compile(pattern), read=read, needs=needs)


def scan_values(
    text: str,
    rules: Sequence[Rule],
    *,
    folded: str,
    before: re.Pattern[str],
    after: re.Pattern[str],
    units: Units | None = None,
) -> list[Value]:
    """The values of ``text`` in order; what one rule has read is hidden from the next.

    ``folded`` is ``text`` with characters replaced one by one, which the patterns match. ``before`` and ``after`` match
    the words that make a value approximate; ``units`` are those that may stand behind a number.
    """
    rest = folded
    lowered = folded.lower()
    characters = frozenset(lowered)
    found: list[Value] = []
    for rule in rules:
        if not rule.may_match(lowered, characters):
            continue
        for match in list(rule.pattern.finditer(rest)):
            readings = rule.read(match)
            if readings is None:
                continue
            found += [_make_value(text, folded, reading, before, after, units) for reading in readings]
            rest = rest[: match.start()] + "\0" * len(match[0]) + rest[match.end() :]
    return sorted(found, key=lambda value: (value.start, value.end))


def _make_value(
    text: str,
    folded: str,
    reading: Reading,
    before: re.Pattern[str],
    after: re.Pattern[str],
    units: Units | None,
) -> Value:
    value, (start, end) = reading
    return Value(
        kind=_KINDS.get(value[0], "date"),
        value=value,
        start=start,
        end=end,
        text=text[start:end],
        approximate=bool(
            before.search(folded[max(0, start - 20) : start])
            or after.match(folded, end)
            or after.search(folded, start, end)
        ),
        unit=units.find_beside(folded, start, end) if units and value[0] == "number" else None,
    )


def make_date(year: int | None = None, month: int | None = None, day: int | None = None) -> tuple[Any, ...] | None:
    """A date's value, or ``None`` with a zero. One that no calendar has stays a date, so that it can be seen to be
    wrong."""
    return None if 0 in (month, day) else ("date", year, month, day)


def make_time(hour: int, minute: int = 0) -> tuple[Any, ...] | None:
    """A time of day on a clock of twelve hours, or ``None``. One that no clock shows stays a time, so that it can be
    seen to be wrong."""
    return ("time", hour % 12 if hour <= 24 else hour, minute) if hour < 100 and minute < 100 else None


def agreement(one: Value, other: Value) -> float:
    """How well two values say the same: 1 equal, 0 not at all; between, one may be read as the other.

    The other may also be the one rounded, as a translator rounds what the source states.
    """
    if one.value == other.value:
        return 1.0
    kinds = {one.value[0], other.value[0]}
    if len(kinds) == 1:
        return _agreement_within(one, other)
    if any(value.value[0] == "number" and value.value[1] <= 10 and not has_digits(value) for value in (one, other)):
        return 0.0
    return 0.3 if _as_numbers(one) & _as_numbers(other) else 0.0


def _agreement_within(one: Value, other: Value) -> float:
    sort = one.value[0]
    if sort in ("date", "decade"):
        return _agree_in_part(one, other)
    if sort == "number" and (one.text[-1:] in ("k", "K") or other.text[-1:] in ("k", "K")):
        return 0.5 if one.value[1] in (1000 * other.value[1], other.value[1] / 1000) else 0.0  # 18K gold, 10K runs
    if sort not in ("number", "share"):
        return 0.0
    if sort == "number" and _is_converted(one, other):
        return 0.4
    if sort == "share" and one.value[1] + other.value[1] == 1:
        return 0.3  # “32% less” for what costs 68%
    return 0.4 if _is_more_of(one, other) or _is_rounded(other, one) else 0.0


def _agree_in_part(one: Value, other: Value) -> float:
    """How far two dates agree in the parts that both state."""
    shared = [(a, b) for a, b in zip(one.value[1:], other.value[1:], strict=True) if None not in (a, b)]
    return 0.5 + 0.1 * len(shared) if shared and all(a == b for a, b in shared) else 0.0


def _is_converted(one: Value, other: Value) -> bool:
    if not one.unit or not other.unit:
        return False
    return is_conversion(Fraction(one.value[1]), one.unit, Fraction(other.value[1]), other.unit)


def _is_more_of(one: Value, other: Value) -> bool:
    """Whether one says how many times more there is, and the other how many times as much."""
    multiples = [value.unit is not None and value.unit[0] == MULTIPLE for value in (one, other)]
    return all(multiples) and abs(one.value[1] - other.value[1]) == 1


def _is_rounded(rounded: Value, exact: Value) -> bool:
    if not (has_digits(rounded) and has_digits(exact)):
        return False
    first, second = (
        value.value[1] if value.value[0] == "number" else _decimal(value.value[1]) for value in (rounded, exact)
    )
    return is_rounding(first, second, approximate=rounded.approximate)


def _as_numbers(value: Value) -> frozenset[Decimal]:
    """The plain numbers that a value may be taken for by a text that writes it otherwise."""
    name, *parts = value.value
    if name == "share":
        share: Fraction = parts[0]
        return frozenset({_decimal(share * 100), _decimal(share)})
    if name == "code":
        return frozenset(Decimal(digits) for digits in re.findall(r"\d+", parts[0]))
    if name == "time":
        return frozenset({Decimal(parts[0]), Decimal(parts[0] + 12), Decimal(parts[1])})
    if name == "decade":
        return frozenset({Decimal(parts[1]), Decimal((parts[0] or 19) * 100 + parts[1])})
    if name == "date" and None not in parts[1:]:
        return frozenset({Decimal(parts[1] * 100 + parts[2])})
    known = [part for part in parts if part is not None]
    return frozenset({Decimal(known[0])}) if len(known) == 1 else frozenset()


def _decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / Decimal(share.denominator)


def is_derived_share(value: Value, stated: Iterable[Value]) -> bool:
    """Whether a share is the sum or the difference of two that another text states: 0.4%, of a fall of 0.3% that has
    narrowed by 0.1 points. Whole per cents are left out: among them such sums are chance."""
    if value.value[0] != "share" or value.value[1] * 100 % 1 == 0:
        return False
    shares = [one.value[1] for one in stated if one.value[0] == "share"]
    return any(value.value[1] in (one + other, abs(one - other)) for one, other in combinations(shares, 2))


def has_digits(value: Value) -> bool:
    """Whether a value is written in digits, not in words."""
    return any(character.isdigit() for character in value.text)


def replace_amount(value: tuple[Any, ...], like: str, *, scale: Decimal) -> str | None:
    """``like`` with its digits replaced by the amount of a number or share, in units of ``scale``; ``None`` where that
    reads oddly.

    Digits are grouped by commas from 10,000 on, and from 1,000 on where ``like`` groups its own or has fewer than four.
    """
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", like)
    if digits is None or value[0] not in ("number", "share"):
        return None
    amount = value[1] / scale if value[0] == "number" else _decimal(value[1] * 100)
    if amount < 1 <= value[1] or len(amount.normalize().as_tuple().digits) > 12:
        return None
    grouped = "," in digits[0] or amount >= 10_000 or (amount >= 1000 and len(digits[0]) < 4)
    written = f"{amount.normalize():{',' if grouped else ''}f}"
    return like[: digits.start()] + written + like[digits.end() :]
