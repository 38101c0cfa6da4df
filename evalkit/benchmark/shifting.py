"""Whether the lines of an output stand one line beside those of its reference, told by what neighbours share.

A line's likeness to a reference is the Dice coefficient of their character bigrams. Where an output is shifted, its
lines are more like the reference's next or previous line than like their own, and that for many lines in a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_WINDOW = 20
_FEWEST = 6
"""Fewer lines than this cannot show a shift."""
_MARGIN = 0.1
_MOST = 3000
"""Of longer texts so many lines are compared, in windows spread over the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """From ``line`` (from 1) on, the hypothesis of line n answers to the reference's line n + ``offset``."""

    line: int
    offset: int


def find_shift(hypotheses: Sequence[str], references: Sequence[str]) -> Shift | None:
    """The first window of lines that are more like their neighbours' references than like their own; ``None`` where
    there is none.

    A copy, or a text of repeated lines, is never shifted.
    """
    if len(hypotheses) < _FEWEST or len(hypotheses) != len(references):
        return None
    for start, stop in _choose_stretches(len(hypotheses)):
        lines = range(max(start, 1), min(stop, len(hypotheses) - 1))
        if len(lines) < _FEWEST - 2:
            continue
        hypothesis_bigrams = [_list_bigrams(hypotheses[line]) for line in lines]
        reference_bigrams = [_list_bigrams(references[line]) for line in range(lines[0] - 1, lines[-1] + 2)]
        own, next_one, previous = (
            [
                _measure_likeness(one, reference_bigrams[position + 1 + offset])
                for position, one in enumerate(hypothesis_bigrams)
            ]
            for offset in (0, 1, -1)
        )
        found = [
            Shift(line=lines[first] + 1, offset=offset)
            for offset, likeness in ((1, next_one), (-1, previous))
            if (first := _find_window(likeness, own)) is not None
        ]
        if found:
            return min(found, key=lambda shift: shift.line)
    return None


def _choose_stretches(count: int) -> list[tuple[int, int]]:
    if count <= _MOST:
        return [(0, count)]
    windows = _MOST // (_WINDOW + 2)
    return [(start, start + _WINDOW + 2) for start in (count * number // windows for number in range(windows))]


def _find_window(beside: Sequence[float], own: Sequence[float]) -> int | None:
    """The first position whose following lines are, on the mean, more like the neighbours by the margin."""
    differences = [one - other for one, other in zip(beside, own, strict=True)]
    width = min(_WINDOW, len(differences))
    total = sum(differences[:width])
    for start in range(len(differences) - width + 1):
        if total > _MARGIN * width:
            return next(n for n in range(start, start + width) if differences[n] > 0)
        if start + width < len(differences):
            total += differences[start + width] - differences[start]
    return None


def _list_bigrams(line: str) -> frozenset[str]:
    letters = "".join(line.split())
    return frozenset(letters[start : start + 2] for start in range(len(letters) - 1))


def _measure_likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
