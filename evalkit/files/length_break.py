"""Where two texts that should have the same lines stop having them, told by the lengths of the lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

_SPREAD = 0.3
_MOST = 12.0
# What a step takes of each text: a pair, a line that one text lacks, two lines in one.
_STEPS = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2))
_BREAK = 6.0  # what every step but a pair costs
_BLANK = 3.0  # if it leaves out a blank line
_AT_END = 5.0  # if it leaves out a line where the other text has ended
_STRETCH, _WIDEST = 500, 100
"""How many lines are aligned at once, and how far apart the numbers of two that are compared may be."""

_Cell = tuple[int, int]


def find_break(expected: Sequence[str], found: Sequence[str]) -> int:
    """The number (from 1) of the first line of ``found`` that the line of the same number in ``expected`` does not
    answer to.

    The two are aligned line by line where the logarithms of their lengths keep their usual distance; the first line
    that stands alone, or for two, is the break. One behind the last line means that the rest is missing. Long texts are
    looked at one stretch after the other, so that a break far behind is found too.
    """
    if not expected or not found:
        return 1
    passed = 0
    while True:
        rest = expected[passed:], found[passed:]
        number = _find_in_stretch(*(one[:_STRETCH] for one in rest)) if all(rest) else 1
        if number <= _STRETCH - _WIDEST or min(map(len, rest)) <= _STRETCH - _WIDEST:
            return passed + number
        passed += _STRETCH - _WIDEST


def _find_in_stretch(expected: Sequence[str], found: Sequence[str]) -> int:
    lengths = [len(line.strip()) for line in expected], [len(line.strip()) for line in found]
    best = _align(*lengths, min(abs(len(expected) - len(found)) + 10, _WIDEST))
    end = (len(expected), len(found))
    previous = end if end in best else max(best)
    number = len(found) + 1
    while previous != (0, 0):
        cell, previous = previous, best[previous][1]
        if (cell[0] - previous[0], cell[1] - previous[1]) != (1, 1):
            number = previous[1] + 1
    return min(number, len(found) + 1)


def _align(expected: Sequence[int], found: Sequence[int], width: int) -> dict[_Cell, tuple[float, _Cell]]:
    """The cheapest way to each pair of positions less than ``width`` apart: its cost, and the pair before."""
    ratio = math.log((1 + sum(found)) / len(found)) - math.log((1 + sum(expected)) / len(expected))
    best: dict[_Cell, tuple[float, _Cell]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(expected) + 1):
        for j in range(max(0, i - width), min(len(found), i + width) + 1):
            ended = i == len(expected), j == len(found)
            ways = [
                (best[i - a, j - b][0] + _price(expected[i - a : i], found[j - b : j], ratio, ended), (i - a, j - b))
                for a, b in _STEPS
                if i >= a and j >= b and (i - a, j - b) in best
            ]
            if ways:
                best[i, j] = min(ways)
    return best


def _price(expected: Sequence[int], found: Sequence[int], ratio: float, ended: tuple[bool, bool]) -> float:
    if not expected or not found:
        if not sum(expected) + sum(found):
            return _BLANK
        return _AT_END if (ended[0] and not expected) or (ended[1] and not found) else _BREAK
    distance = math.log((sum(found) + 1) / (sum(expected) + 1)) - ratio
    price = min(distance * distance / (2 * _SPREAD * _SPREAD), _MOST)
    return price if len(expected) == len(found) else price + _BREAK
