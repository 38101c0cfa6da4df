"""Matching: which values of two texts that belong together say the same, and which of those left over contradict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evalkit.data import Value
from evalkit.languages.values import agreement, has_digits, is_derived_share


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two values of two texts: the same fact where ``agrees``, else two that seem to stand for one fact but
    contradict."""

    source: Value
    target: Value
    agrees: bool
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuedText:
    """The values of a text and its length in code points."""

    values: Sequence[Value]
    length: int


def match_values(source: ValuedText, target: ValuedText) -> list[Match]:
    """Which values of two aligned texts say the same, one to one, and which of those left over contradict.

    Values contradict only where each side has one of a sort that the other side lacks: what only one side states was
    added or left out, which proves nothing. Among several, the pair that is written most alike in the most alike
    position comes first.
    """
    agreeing = _take_pairs(_list_agreements(source, target))
    agreed_source, agreed_target = {i for i, _ in agreeing}, {j for _, j in agreeing}
    contradicting = _take_pairs(
        [
            (_gap(source, target, i, j) + _unlikeness(one, other), i, j)
            for i, one in enumerate(source.values)
            for j, other in enumerate(target.values)
            if i not in agreed_source
            and j not in agreed_target
            and _comparable(one, other)
            and not _is_loose(one, other)
            and not is_derived_share(other, source.values)
        ]
    )
    _untangle(source, target, agreeing, contradicting)
    matches = [Match(source=source.values[i], target=target.values[j], agrees=True) for i, j in agreeing]
    for i, j in contradicting:
        confidence = _judge(source, target, i, j)
        matches.append(Match(source=source.values[i], target=target.values[j], agrees=False, confidence=confidence))
    return sorted(matches, key=lambda match: match.source.start)


def _untangle(
    source: ValuedText, target: ValuedText, agreeing: list[tuple[int, int]], contradicting: list[tuple[int, int]]
) -> None:
    """Exchanges the partners of a contradicting and an agreeing pair (in place) where that keeps the agreement and
    brings both nearer.

    Of “10 to 14 days” written as “14 to 14 days” the first is wrong, though either 14 agrees.
    """
    for wrong, (i, j) in enumerate(contradicting):
        for right, (k, m) in enumerate(agreeing):
            kept = agreement(source.values[k], target.values[m])
            now = (
                _gap(source, target, i, j) ** 2 + _gap(source, target, k, m) ** 2
            )  # squares: kept in order where both would do
            if (
                agreement(source.values[k], target.values[j]) >= kept
                and _comparable(source.values[i], target.values[m])
                and _gap(source, target, i, m) ** 2 + _gap(source, target, k, j) ** 2 < now
            ):
                contradicting[wrong], agreeing[right] = (i, m), (k, j)
                j = m
            elif (
                agreement(source.values[i], target.values[m]) >= kept
                and _comparable(source.values[k], target.values[j])
                and _gap(source, target, k, j) ** 2 + _gap(source, target, i, m) ** 2 < now
            ):
                contradicting[wrong], agreeing[right] = (k, j), (i, m)
                i = k


def states(value: Value, others: Iterable[Value]) -> bool:
    """Whether any of the other text's values agrees with ``value``."""
    return any(agreement(value, other) for other in others)


def _take_pairs(ranked: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """The pairs in order of their cost, each index once."""
    taken: list[tuple[int, int]] = []
    for _, i, j in sorted(ranked):
        if all(i != first and j != second for first, second in taken):
            taken.append((i, j))
    return taken


def _list_agreements(source: ValuedText, target: ValuedText) -> list[tuple[float, int, int]]:
    return [
        (2 - 2 * agreed + 0.1 * _gap(source, target, i, j), i, j)
        for i, one in enumerate(source.values)
        for j, other in enumerate(target.values)
        if (agreed := agreement(one, other))
    ]


def _gap(source: ValuedText, target: ValuedText, i: int, j: int) -> float:
    """How far apart two values stand in their texts, as a share of the texts' lengths."""
    return abs(source.values[i].start / max(1, source.length) - target.values[j].start / max(1, target.length))


def _comparable(one: Value, other: Value) -> bool:
    """Whether two values could be renderings of one fact: of one sort, or a bare number beside a date of one part or a
    code."""
    names = {one.value[0], other.value[0]}
    if names == {"date"}:
        return any(None not in parts for parts in zip(one.value[1:], other.value[1:], strict=True))
    if len(names) == 1:
        return True
    number = one if one.value[0] == "number" else other
    plain = other if number is one else one
    if names == {"number", "date"}:
        return _may_be_part(number, plain)
    if names == {"number", "decade"}:
        # Not Decimal's own remainder, which refuses a number of more than 28 digits.
        return number.value[1] == int(number.value[1]) and not int(number.value[1]) % 10
    if names in ({"number", "code"}, {"date", "code"}):
        code, plain = (one, other) if one.value[0] == "code" else (other, one)
        digits = re.findall(r"\d+", code.value[1])
        return len(digits) == 1 and len(digits[0]) == len(plain.text) >= 2
    return False


def _may_be_part(number: Value, date: Value) -> bool:
    """Whether a bare number may be the one part that a date states."""
    if not has_digits(number):
        return False  # “The first” title is not the second of May.
    parts = [part for part in date.value[1:] if part is not None]
    return len(parts) == 1 and len(str(parts[0])) == len(str(number.value[1]))


def _unlikeness(one: Value, other: Value) -> float:
    """How unlike two values are written: words beside digits, another number of digits, other parts of a date."""
    if one.value[0] != other.value[0]:
        return 0.3
    words = 0.15 * (not has_digits(one)) + 0.15 * (not has_digits(other))
    if one.value[0] == "number":
        return words + 0.2 * min(3, _orders_apart(one, other))
    if one.value[0] == "date":
        return 0.3 * sum((a is None) != (b is None) for a, b in zip(one.value[1:], other.value[1:], strict=True))
    return words


# Probabilities of an error, from training/measure_numbers.py; a value stated elsewhere too may be a repeat, and one that the target states three times may be each of several.
_IN_DIGITS, _REPEATED, _IN_WORDS, _OF_MANY, _UNLIKE = 0.95, 0.83, 0.85, 0.6, 0.6


def _judge(source: ValuedText, target: ValuedText, i: int, j: int) -> float:
    """The probability that two contradicting values are an error, by how they are written and whether they are
    repeats."""
    one, other = source.values[i], target.values[j]
    if other.value[0] == "number" and not has_digits(other):
        return _IN_WORDS
    if one.value[0] == other.value[0] == "number" and _is_unlike(one, other):
        return _UNLIKE
    if states(one, target.values) or states(other, source.values):
        return _OF_MANY if sum(value.value == other.value for value in target.values) > 2 else _REPEATED
    return _IN_DIGITS


def _is_loose(one: Value, other: Value) -> bool:
    """Whether a word among two numbers may be no count at all: an article, "a hundred", "second" and "double", "love"
    for zero, or another order of magnitude; or may say what takes two numbers elsewhere (three and a half years)."""
    if has_digits(one) and has_digits(other):
        return False
    if one.value[0] == other.value[0] == "share":
        return not has_digits(other)  # “a quarter” for 26%, or for 25 basis points
    if one.value[0] != "number" or other.value[0] != "number":
        return False
    return _is_loose_number(one, other)


def _is_loose_number(one: Value, other: Value) -> bool:
    """The same of two numbers, one of them in words at least."""
    in_words = [value.value[1] for value in (one, other) if not has_digits(value)]
    if 0 in (one.value[1], other.value[1]) or any(map(_is_vague, in_words)):
        return True
    far = _orders_apart(one, other)
    if 1 in in_words:
        return far > 0 or not has_digits(other)
    return far > 1 or (not has_digits(other) and Decimal(other.value[1]) <= 2)


def _is_vague(amount: Decimal) -> bool:
    """Whether a number in words is half a number, or a hundred, a thousand, and so on."""
    return bool(amount % 1) or amount.log10() in (2, 3, 4, 6, 8)


def _is_unlike(one: Value, other: Value) -> bool:
    """Whether a word stands beside decimals, which are no two writings of one number."""
    return any(not has_digits(word) and written.value[1] % 1 for word, written in ((one, other), (other, one)))


def _orders_apart(one: Value, other: Value) -> int:
    """How many orders of magnitude two numbers are apart."""
    first, second = Decimal(one.value[1]), Decimal(other.value[1])
    return abs(first.adjusted() - second.adjusted())
