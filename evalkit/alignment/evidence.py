"""Evidence that two runs of units are translations of each other: their words and their keys.

Words: each word of one side is drawn either from what the words of the other side mean or from the text at large (IBM model 1, Brown et al.
1993, <https://aclanthology.org/J93-2003/>, with a dictionary's translations for probabilities), in both directions at half weight. As it is
the mean over the other side's words that counts, a long run gains nothing by its length. Keys (numbers, dates, readings of names) are weighed
by their rarity, half in either direction; a fact that only one side states counts against the pair.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from evalkit.alignment.units import Rendered, Step, Unit

Numbers = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
_Values = npt.NDArray[np.float64] | npt.NDArray[np.int64] | npt.NDArray[np.bool_]

_HIT = 0.55
"""How often a spelling that stands somewhere in the target stands in the translation of the unit that it comes from."""
_FACT_HIT = 0.93
"""How often a number, date, time or share of a unit stands in its translation (WMT22 zh-en, first half: .87 to 1.0 by kind)."""
_SMALL_NUMBER_HIT = 0.66
"""The same for numbers below 20, which are often written as something else."""
_CHANCE_PRIOR, _CHANCE_WEIGHT = 0.02, 20.0
"""How often a key that was never counted would stand in a stranger, and how many units' worth of evidence that is."""
_KEY_DAMPING = 0.6
"""Keys of one unit are not independent of each other: their sum is damped."""
MEANT = 0.3
"""The share of words that the other side's words explain, before anything is known."""
_MEANT_WEIGHT = 100.0
"""Its weight as a prior, in words."""
_UNSEEN, _AT_LARGE = 1.0, 300.0
"""What is added to the count of each rendering, and to the count of all, for words at large: rare ones tell more than a short text shows."""


class _Rows:
    """Rows of indices, one after the other in one array."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.bounds = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(int)
        self.count = len(rows)
        self.all = np.array([index for row in rows for index in row], dtype=np.int64)

    def run(self, first: int, last: int) -> Indices:
        """The indices of rows ``first`` to ``last`` (exclusive)."""
        return self.all[self.places(first, last)]

    def places(self, first: int, last: int) -> slice:
        """Where these rows stand among all."""
        return slice(self.bounds[first], self.bounds[last])

    def inner_bounds(self, first: int, last: int) -> Indices:
        """Where each of these rows begins in :meth:`run`, and where the last one ends."""
        bounds: Indices = self.bounds[first : last + 1] - self.bounds[first]
        return bounds


class WordEvidence:
    """The words of both sides, and for each word of the source how much likelier than at large each word of the target is beside it."""

    def __init__(self, sources: Sequence[Unit], targets: Sequence[Unit]) -> None:
        self._source, source_words = _number_words(sources)
        self._target, target_words = _number_words(targets)
        counts = np.bincount(self._target.all, minlength=len(target_words))
        self._lifts = _weigh_words(source_words, target_words, counts)
        self._surprise = _weigh_repeats(self._target, counts)
        self._units = np.repeat(np.arange(self._target.count), np.diff(self._target.bounds))
        self._word_count = len(target_words)
        self._silent = not source_words or not target_words
        self._postings = np.split(np.argsort(self._target.all, kind="stable"), np.cumsum(counts)[:-1])
        self._lifts_by_unit: dict[int, tuple[Indices, Numbers]] = {}

    def explain_targets(self, i: int, first: int, last: int, longest: int, share: float) -> Numbers:
        """What each target unit from ``first`` to ``last`` gains by one, two, … source units from ``i``."""
        gains = np.zeros((longest, last - first))
        if self._silent:
            return gains
        bounds = self._target.inner_bounds(first, last)
        lifts = np.zeros(int(bounds[-1]))
        size = 0
        for run, row in enumerate(range(i, min(i + longest, self._source.count))):
            own = self._source.run(row, row + 1)
            lifts, size = lifts + self._lift_words(own, first, last), size + len(own)
            if size:
                gains[run] = np.diff(sum_up(_mix(lifts / size, share))[bounds])
        return gains

    def explain_source(self, i: int, first: int, last: int, gains: Numbers, share: float) -> None:
        """Adds what source unit ``i`` gains by one, two, … target units from each one on, as long as ``gains`` is finite."""
        own = self._source.run(i, i + 1)
        if not len(own) or self._silent:
            return
        lifts, sizes = sum_up(self._lift_units(own, first, last)), self._target.inner_bounds(first, last)
        for run, count in _count_finite(gains):
            size = slide(sizes, 0, count, run)
            mean = slide(lifts, 0, count, run) / np.maximum(1, size)
            gains[run - 1, :count] += np.where(size > 0, _mix(mean, share).sum(axis=0), 0.0)

    def share(self, steps: Sequence[Step], target_share: float, source_share: float) -> tuple[float, float]:
        """The shares of the target's and the source's words that the other side's explain, by one step of expectation-maximisation."""
        totals = np.full((2, 2), _MEANT_WEIGHT) * [MEANT, 1]
        for i, j, (a, b) in steps:
            own, others = self._source.run(i, i + a), self._target.run(j, j + b)
            if len(own) and len(others):
                totals[0] += _count_explained(self._lift_words(own, j, j + b) / len(own), target_share)
                totals[1] += _count_explained(self._lift_units(own, j, j + b).sum(axis=1) / len(others), source_share)
        target_share, source_share = (totals[:, 0] / totals[:, 1]).tolist()
        return target_share, source_share

    def _lift_words(self, own: Indices, first: int, last: int) -> Numbers:
        """The lift of each word in these target units by the given words of the source, summed over those."""
        lifts = np.zeros(self._word_count)
        for word in own:
            others, lift = self._lifts[word]
            lifts[others] += lift
        places = self._target.places(first, last)
        weighed: Numbers = lifts[self._target.all[places]] * self._surprise[places]
        return weighed

    def _lift_units(self, own: Indices, first: int, last: int) -> Numbers:
        """By given word of the source and target unit, the lift of the unit's words, summed over those."""
        lifts = np.zeros((len(own), last - first))
        for row, word in enumerate(own.tolist()):
            units, sums = self._list_units(word)
            begin, end = np.searchsorted(units, (first, last))
            lifts[row, units[begin:end] - first] = sums[begin:end]
        return lifts

    def _list_units(self, word: int) -> tuple[Indices, Numbers]:
        """The target units in which a word of the source lifts words, and by how much together."""
        if word not in self._lifts_by_unit:
            others, lift = self._lifts[word]
            found = [self._postings[other] for other in others]
            places = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
            lifts = np.repeat(lift, [len(part) for part in found]) * self._surprise[places]
            sums = np.bincount(self._units[places], weights=lifts).astype(np.float64)
            units = np.flatnonzero(sums).astype(np.int64)
            self._lifts_by_unit[word] = units, sums[units]
        return self._lifts_by_unit[word]


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
        self._source = _Rows([[numbers[key] for key in unit.keys if key in numbers] for unit in sources])
        self._target = _Rows([[numbers[key] for key in unit.keys if key in numbers] for unit in targets])

    def explain_targets(self, i: int, first: int, last: int, longest: int) -> Numbers:
        """What each target unit from ``first`` to ``last`` gains by the keys of one, two, … source units from ``i``."""
        gains = np.zeros((longest, last - first))
        keys, bounds = self._target.run(first, last), self._target.inner_bounds(first, last)
        values = self._missed.copy()
        for run, row in enumerate(range(i, min(i + longest, self._source.count))):
            own = self._source.run(row, row + 1)
            values[own] = self._shared[own]
            gains[run] = np.diff(sum_up(values[keys])[bounds])
        return gains

    def explain_source(self, i: int, first: int, last: int, gains: Numbers) -> None:
        """Adds what source unit ``i`` gains by the keys of one, two, … target units from each one on, as long as ``gains`` is finite."""
        own = self._source.run(i, i + 1)
        if not len(own):
            return
        keys, bounds = self._target.run(first, last), self._target.inner_bounds(first, last)
        found = sum_up(keys == own[:, None])[:, bounds]
        shared, missed = self._shared[own][:, None], self._missed[own][:, None]
        for run, count in _count_finite(gains):
            gains[run - 1, :count] += np.where(slide(found, 0, count, run) > 0, shared, missed).sum(axis=0)


def _number_words(units: Sequence[Unit]) -> tuple[_Rows, list[tuple[str, ...]]]:
    """The units' words as numbers, and by number what may render each."""
    numbers: dict[Rendered, int] = {}
    rows = [[numbers.setdefault(word, len(numbers)) for word in unit.words] for unit in units]
    return _Rows(rows), [renderings for _, renderings in numbers]


def _weigh_words(
    source: Sequence[tuple[str, ...]], target: Sequence[tuple[str, ...]], counts: Indices
) -> list[tuple[Indices, Numbers]]:
    """For each word of the source the words of the target that share a rendering, and how much likelier than at large each is beside it."""
    beside: dict[str, list[tuple[int, float]]] = defaultdict(list)
    at_large: dict[str, float] = defaultdict(float)
    for word, renderings in enumerate(target):
        for rendering, weight in _weigh_renderings(renderings):
            beside[rendering].append((word, weight))
            at_large[rendering] += weight * counts[word]
    total = counts.sum() + _AT_LARGE
    lifts = []
    for renderings in source:
        found: dict[int, float] = defaultdict(float)
        for rendering, weight in _weigh_renderings(renderings):
            for word, other_weight in beside.get(rendering, ()):
                found[word] += weight * other_weight * total / (at_large[rendering] + _UNSEEN)
        lifts.append((np.array(list(found), dtype=np.int64), np.array(list(found.values()))))
    return lifts


def _weigh_repeats(rows: _Rows, counts: Indices) -> Numbers:
    """For each word where it stands, how much rarer it is in the rest of the text than in all of it."""
    lengths = np.diff(rows.bounds)
    sizes = np.repeat(lengths, lengths)
    _, numbers, repeats = np.unique(
        rows.all + np.repeat(np.arange(rows.count), lengths) * len(counts), return_inverse=True, return_counts=True
    )
    own = repeats[numbers]
    everywhere = (counts[rows.all] + _UNSEEN) / (len(rows.all) + _AT_LARGE)
    elsewhere = (counts[rows.all] - own + _UNSEEN) / (len(rows.all) - sizes + _AT_LARGE)
    surprise: Numbers = everywhere / elsewhere
    return surprise


def _weigh_renderings(renderings: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Each rendering with its share: the later it stands in the dictionary, the less."""
    total = sum((place + 1) ** -0.5 for place in range(len(renderings)))
    for place, rendering in enumerate(renderings):
        yield rendering, (place + 1) ** -0.5 / total


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


def _mix(lift: Numbers, share: float) -> Numbers:
    """What a word adds of which that share is drawn from the other side's words; half of it, as both directions say the same."""
    gain: Numbers = np.log(1 - share + share * lift) / 2
    return gain


def _count_explained(lift: Numbers, share: float) -> tuple[float, int]:
    """How many of the words are explained, by expectation, and how many there are."""
    meant = share * lift
    return float((meant / (1 - share + meant)).sum()), len(lift)


def sum_up(values: _Values) -> Numbers:
    """Sums of the first none, one, two, … values along the last axis."""
    sums = np.zeros((*values.shape[:-1], values.shape[-1] + 1))
    np.cumsum(values, axis=-1, out=sums[..., 1:])
    return sums


def slide(sums: Numbers | Indices, start: int, count: int, run: int) -> Numbers:
    """From such sums those of ``run`` neighbouring values, for ``count`` places from ``start`` on."""
    between: Numbers = np.subtract(sums[..., start + run : start + run + count], sums[..., start : start + count])
    return between


def _count_finite(gains: Numbers) -> Iterator[tuple[int, int]]:
    """For each length of a run how many places it may start in."""
    for run, row in enumerate(gains, start=1):
        if count := int(np.isfinite(row).sum()):
            yield run, count
