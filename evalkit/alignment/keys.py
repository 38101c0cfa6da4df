"""Evidence of keys (numbers, dates, readings of names) that runs of units of two texts belong together.

Keys are weighed by their rarity, half in either direction; a fact that only one side states counts against the pair.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import chain

import numpy as np

from evalkit.alignment.rows import Kept, Numbers, Rows, index_rows, slide, sum_up
from evalkit.alignment.units import Unit

_HIT = 0.55
"""How often a spelling that stands somewhere in the target stands in the translation of the unit that it comes from."""
_FACT_HIT = 0.93
"""How often a number, date, time or share of a unit stands in its translation (WMT22 zh-en, first half: .87 to 1.0 by
kind)."""
_SMALL_NUMBER_HIT = 0.66
"""The same for numbers below 20, which are often written as something else."""
_CHANCE_PRIOR, _CHANCE_WEIGHT = 0.02, 20.0
"""How often a key that was never counted would stand in a stranger, and how many units' worth of evidence that is."""
_KEY_DAMPING = 0.6
"""Keys of one unit are not independent of each other: their sum is damped."""


class KeyEvidence:
    """The keys of both sides, and what each adds to a pair where the other side has it, and where it has not."""

    def __init__(self, sources: Sequence[Unit], targets: Sequence[Unit]) -> None:
        source, target = (Counter(chain.from_iterable(unit.keys for unit in units)) for units in (sources, targets))
        telling = [
            key for key in dict.fromkeys((*source, *target)) if _is_fact(key) or (key in source and key in target)
        ]
        numbers = {key: number for number, key in enumerate(telling)}
        units = max(len(sources), len(targets))
        weights = [_weigh_key(key, max(source[key], target[key]), units) for key in telling]
        self._shared, self._missed = np.array(weights).reshape(-1, 2).T
        self._source = Rows([[numbers[key] for key in unit.keys if key in numbers] for unit in sources])
        self._target = Rows([[numbers[key] for key in unit.keys if key in numbers] for unit in targets])
        self._units = index_rows(self._target, len(telling))
        self._target_gains: Kept[Numbers] = Kept()
        self._source_gains: Kept[Numbers] = Kept()

    def explain_targets(self, rows: range, first: int, last: int, longest: int) -> Numbers:
        """What each target unit from ``first`` to ``last`` gains by the keys of one, two, … source units from each row
        on."""
        return self._target_gains(self._explain_targets, rows, first, last, longest)

    def explain_sources(self, rows: range, first: int, last: int, longest: int) -> Numbers:
        """What each source unit gains by the keys of one, two, … target units from each one on."""
        return self._source_gains(self._explain_sources, rows, first, last, longest)

    def _explain_targets(self, rows: range, first: int, last: int, longest: int) -> Numbers:
        gains = np.zeros((longest, len(rows), last - first))
        keys = self._target.run(first, last)
        end = min(self._source.count, rows.stop + longest - 1)
        stated = np.zeros((end - rows.start, len(self._shared)), dtype=bool)
        stated[self._source.owners(rows.start, end), self._source.run(rows.start, end)] = True
        stated = stated[:, keys]
        known = np.zeros_like(stated)
        for run in range(min(longest, len(stated))):
            count = min(len(rows), len(stated) - run)
            known = known[:count] | stated[run : run + count]
            worth = np.where(known, self._shared[keys], self._missed[keys])
            gains[run, :count] = self._target.sum_columns(worth, first, last)
        return gains

    def _explain_sources(self, rows: range, first: int, last: int, longest: int) -> Numbers:
        gains = np.zeros((longest, len(rows), last - first))
        own = self._source.run(rows.start, rows.stop)
        found = sum_up(self._units.write_out(own, first, last))
        shared, missed = self._shared[own][:, None], self._missed[own][:, None]
        for run in range(1, min(longest, last - first) + 1):
            count = last - first - run + 1
            worth = np.where(slide(found, 0, count, run) > 0, shared, missed)
            gains[run - 1, :, :count] = self._source.sum_rows(worth, rows.start, rows.stop)
        return gains


def _weigh_key(key: Hashable, count: int, units: int) -> tuple[float, float]:
    chance = (count - 0.5 + _CHANCE_PRIOR * _CHANCE_WEIGHT) / (units + _CHANCE_WEIGHT)
    hit = _hit_rate(key)
    shared = max(0.0, math.log(hit / chance)) / 2
    missed = min(0.0, math.log((1 - hit) / (1 - chance))) if _is_fact(key) else 0.0
    return _KEY_DAMPING * shared, _KEY_DAMPING * missed


def _hit_rate(key: Hashable) -> float:
    if not _is_fact(key):
        return _HIT
    assert isinstance(key, tuple)
    return _SMALL_NUMBER_HIT if key[0] == "number" and key[1] < 20 else _FACT_HIT


def _is_fact(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] != "latin"
