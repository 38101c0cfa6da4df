"""Unstated values: numbers and dates of a translation that its source states nowhere.

A translator may add what the context tells: the full name of a congress, the month of a date, a total given two
paragraphs above. Such a value is stated elsewhere in the source or again in the translation. One that is stated nowhere
else was probably miswritten: in sound pairs of WMT22 that happens about once in 1,000, and half of these are errors.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from evalkit.data import Value
from evalkit.languages.quantities import MONEY, is_conversion
from evalkit.languages.values import agreement, has_digits, is_derived_share

_Key = tuple[str, Hashable]
"""What is stated: a sort (number, year, month, letters, code, phrase) and the thing itself."""

_PARTS = ("year", "month", "day")
_SMALL = Decimal(10)  # smaller numbers are stated somewhere in nearly every text
_UNITS = ("m", "ft", "km", "cm")  # “m2”: an exponent
_ALL = ("share", Fraction(1))  # “100%” is also said of what no one has counted
_FURTHEST_BRACKET = 20  # characters between a sum and the bracket that says it in another currency
_NAME_BEFORE = re.compile(r"[^\W\d][\w'’]*[-–]$")
_NEXT_WORD = re.compile(r"\W*(\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePair:
    """The values of two texts that belong together, the texts, and the numbers that the source's words may state.

    ``numerals`` is ``None`` where nothing is known of that language's words; then no small number counts as unstated.
    """

    source: Sequence[Value]
    target: Sequence[Value]
    target_text: str
    source_text: str = ""
    numerals: frozenset[int] | None = None


def find_unstated(document: Iterable[ValuePair]) -> Iterator[tuple[int, Value]]:
    """The values of the target that nothing else in the document states, each with the index of its pair.

    Of a date that agrees with one of the source only what the source's leaves open is looked at. A month, a year, a
    number counts only where the source states any. A small number counts where its own source text cannot mean it and
    the target has no such phrase elsewhere. A code (COVID-19) counts where its letters stand before other digits
    elsewhere.
    """
    source: Counter[_Key] = Counter()
    target: Counter[_Key] = Counter()
    asked = []
    for index, pair in enumerate(document):
        source.update(key for value in pair.source for key in _list_keys(value))
        for value in pair.target:
            target.update({*_list_keys(value), _phrase(value, pair)})
            # Pairs are not kept: a long document has few values that are asked for.
            if needed := _ask(value, pair):
                asked.append((index, value, needed))
    stated, known = _list_stated(source, target)
    for index, value, needed in asked:
        if any(need in known and key not in stated for need, key in needed):
            yield index, value


def _list_stated(source: Counter[_Key], target: Counter[_Key]) -> tuple[Set[_Key], Set[Hashable]]:
    """What the source states or the target repeats; and what is known for something to count: the source's sorts and
    all that it states, the letters that the target repeats."""
    repeated = {key for key, count in target.items() if count > 1}
    known = {sort for sort, _ in source} | {key for key in repeated if key[0] == "letters"} | source.keys()
    return source.keys() | repeated, known


def _ask(value: Value, pair: ValuePair) -> list[tuple[Hashable, _Key]]:
    """What a value of the target states that no value of its own source text does; each with what must be known for
    that to matter."""
    if _is_gloss(value, pair):
        return []
    agreeing = [one for one in pair.source if agreement(one, value)]
    if value.value[0] == "date":
        return [(part, (part, said)) for part, said in _list_open_parts(value, agreeing, pair)]
    if agreeing or value.value == _ALL:
        return []
    if value.value[0] == "code":
        return _ask_code(value, pair)
    if value.value[0] not in ("number", "share"):
        return []
    return _ask_amount(value, _list_amounts(value)[0], pair)


def _ask_code(value: Value, pair: ValuePair) -> list[tuple[Hashable, _Key]]:
    """The same of a code."""
    meant = any(amount in (pair.numerals or ()) for amount in _list_amounts(value))
    return [] if meant else [(("letters", _letters(value)), ("code", value.value[1]))]


def _ask_amount(value: Value, amount: Decimal, pair: ValuePair) -> list[tuple[Hashable, _Key]]:
    """The same of a number or a share."""
    if _is_no_count(value, amount, pair.target_text) or _is_restated(value, pair):
        return []
    if is_derived_share(value, pair.source):
        return []  # “after a 0.4% drop in August”, of a drop of 0.3% that is 0.1 points less
    in_words = not has_digits(value)
    if in_words and amount % 1 and _is_listed(int(amount), pair):
        return []  # “twelve and a half years”: the source has twelve years and six months
    if amount > _SMALL:
        return [] if amount in (pair.numerals or ()) else [("number", ("number", amount))]
    whole = int(amount) if in_words else amount  # the source's words state the three of “three and a half”
    meant = pair.numerals is None or whole in pair.numerals or _is_listed(amount, pair)
    return [] if meant else [("number", _phrase(value, pair))]


def _is_listed(amount: Decimal | int, pair: ValuePair) -> bool:
    return any(amount in _list_amounts(one) for one in pair.source)


def _is_gloss(value: Value, pair: ValuePair) -> bool:
    """Whether a bare value stands in brackets, of which the source has fewer: an explanation, as of a plan's years."""
    if value.unit is not None:
        return False
    before = pair.target_text[: value.start]
    if all(before.rfind(opening) <= before.rfind(closing) for opening, closing in ("()", "（）")):
        return False
    source, target = (sum(map(text.count, "(（")) for text in (pair.source_text, pair.target_text))
    return source < target


def _is_no_count(value: Value, amount: Decimal, text: str) -> bool:
    """Whether a number may stand for nothing counted: “half”, “two”, “a hundred”, a Roman numeral, the exponent of a
    unit."""
    if not has_digits(value):
        return value.value[0] == "share" or amount <= 2 or amount.log10() % 1 == 0 or value.text.isupper()
    return text[max(0, value.start - 2) : value.start].strip().endswith(_UNITS)


def _is_restated(value: Value, pair: ValuePair) -> bool:
    """Whether the target says with a number what it has just said in another unit: “90 km (56 miles)”, “10 million yuan
    ($1.4 million)”."""
    if value.unit is None:
        return False
    before = pair.target_text[: value.start]
    bracket = max(before.rfind(mark) for mark in "(（[")
    for one in pair.target:
        if one.unit and one.value[0] == "number" and one.unit[0] == value.unit[0]:
            if is_conversion(Fraction(one.value[1]), one.unit, Fraction(value.value[1]), value.unit):
                return True
            if value.unit[0] == MONEY and 0 <= bracket - one.end <= _FURTHEST_BRACKET:
                return True
    return False


def _list_open_parts(value: Value, agreeing: Sequence[Value], pair: ValuePair) -> list[tuple[str, Hashable]]:
    if any(one.value[0] != "date" for one in agreeing):
        return []
    known = {part for one in agreeing for part, said in zip(_PARTS, one.value[1:], strict=True) if said is not None}
    parts = zip(_PARTS, value.value[1:], strict=True)
    open_parts = [(part, said) for part, said in parts if part != "day" and said is not None and part not in known]
    return [
        (part, said) for part, said in open_parts if value.value[3] is not None or not _is_next_to(part, said, pair)
    ]


def _is_next_to(part: str, said: int, pair: ValuePair) -> bool:
    """Whether the source states the month or year before or after: it may say “the month before”, and the target
    which."""
    others = {one.value[1 + _PARTS.index(part)] for one in pair.source if one.value[0] == "date"} - {None}
    apart = {abs(said - other) for other in others}
    return 1 in apart or (part == "month" and 11 in apart)


def _phrase(value: Value, pair: ValuePair) -> _Key:
    """A value as it is written and the word behind it; one that ends a name (Chang'e-6), with that name."""
    if named := _NAME_BEFORE.search(pair.target_text, 0, value.start):
        return "phrase", (named[0].lower(), value.text.lower())
    behind = _NEXT_WORD.match(pair.target_text, value.end)
    return "phrase", (value.text.lower(), behind[1].lower() if behind else "")


def _letters(value: Value) -> str:
    return re.sub(r"\d", "", value.value[1])


def _list_keys(value: Value) -> Iterator[_Key]:
    """All that a text states with a value, in any form that the other side may give it."""
    name, *parts = value.value
    if name == "date":
        for part, said in zip(_PARTS, parts, strict=True):
            if said is not None:
                yield from ((part, said), ("number", Decimal(said)), ("number", Decimal(said % 100)))
    if name == "code":
        yield from (("code", parts[0]), ("letters", _letters(value)))
    for amount in _list_amounts(value):
        yield "number", amount
        if name == "number":
            yield from (("year", int(amount)), ("year", 1900 + int(amount)), ("year", 2000 + int(amount)))
        if value.text[-1:] in ("k", "K"):
            yield "number", amount / 1000


def _list_amounts(value: Value) -> list[Decimal]:
    """The numbers that a value states or may be taken for, its own first."""
    name, *parts = value.value
    if name == "number":
        return [parts[0]]
    if name == "share":
        shares = (100 * parts[0], parts[0], 100 - 100 * parts[0])
        return [Decimal(one.numerator) / Decimal(one.denominator) for one in shares]
    if name == "decade":
        return [Decimal(parts[1]), Decimal((parts[0] or 19) * 100 + parts[1])]
    if name == "time":
        return [Decimal(parts[0]), Decimal(parts[0] + 12), Decimal(parts[1])]
    if name == "code":
        return [Decimal(digits) for digits in re.findall(r"\d+", parts[0])]
    return [Decimal(part) for part in parts if name == "century"]
