"""Whether the lines of an output stand one line beside those of its reference, or in another order altogether.

A line's likeness to a reference is the Dice coefficient of their character bigrams. Where an output is shifted, its
lines are more like the reference's next or previous line than like their own, and that for many lines in a row. Where
its order is another, they are no more like the reference's line in the same place than like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

_WINDOW = 20
_FEWEST = 6
"""Fewer lines than this cannot show a shift."""
_MARGIN = 0.1
_MOST = 3000
"""Of longer texts so many lines are compared, in windows spread over the text."""
_ORDERED = 20
"""Fewer lines than this cannot show that their order is another."""
_SAMPLE = 400
"""So many lines, spread over the text, are compared with their own reference and with another."""
_UNLIKE = 0.4
"""No output whose lines are as like their own references as this is in another order, whatever others are like."""


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


def find_stray_line(hypotheses: Sequence[str], references: Sequence[str]) -> tuple[int, int] | None:
    """A line (from 1) of an output in another order than its reference, and the reference's line that it is most like;
    ``None`` where the order is the same, or nothing can be told.
    """
    count = len(hypotheses)
    if count < _ORDERED or count != len(references):
        return None
    lines = [count * number // _SAMPLE for number in range(_SAMPLE)] if count > _SAMPLE else list(range(count))
    bigrams = {line: _list_bigrams(hypotheses[line]) for line in lines}
    own = [_measure_likeness(bigrams[line], _list_bigrams(references[line])) for line in lines]
    others = [
        _measure_likeness(bigrams[line], _list_bigrams(references[(line + count // 3) % count])) for line in lines
    ]
    gains = [one - other for one, other in zip(own, others, strict=True)]
    if fmean(own) > _UNLIKE or fmean(gains) > 3 * stdev(gains) / len(gains) ** 0.5:
        return None
    return _find_best_match(bigrams, references, dict(zip(lines, own, strict=True)))


def _find_best_match(
    hypotheses: Mapping[int, frozenset[str]], references: Sequence[str], own: Mapping[int, float]
) -> tuple[int, int] | None:
    """Of some lines the one that is most like a reference elsewhere, and that reference; ``None`` where none is."""
    candidates = sorted(hypotheses, key=lambda line: -len(hypotheses[line]))[:5]
    found = [(0.0, 0, 0)]
    for place, reference in enumerate(references):
        bigrams = _list_bigrams(reference)
        found += [
            (likeness - own[line], line + 1, place + 1)
            for line in candidates
            if (likeness := _measure_likeness(hypotheses[line], bigrams)) > own[line] + _MARGIN
        ]
    gain, line, place = max(found)
    return (line, place) if gain else None


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
