"""Evidence that two runs of units are translations of each other: their words and their keys.

Words: each word of one side is drawn either from what the words of the other side mean or from the text at large (IBM
model 1, Brown et al. 1993, <https://aclanthology.org/J93-2003/>, with a dictionary's translations for probabilities),
in both directions at half weight. As it is the mean over the other side's words that counts, a long run gains nothing
by its length. Keys (numbers, dates, readings of names) are weighed by their rarity, half in either direction; a fact
that only one side states counts against the pair.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from functools import cache
from itertools import chain

import numpy as np

from evalkit.alignment.rows import Indices, Numbers, Rows, Sparse, add_up, index_rows, slide, sum_up
from evalkit.alignment.units import Rendered, Step, Unit

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
MEANT = 0.3
"""The share of words that the other side's words explain, before anything is known."""
_MEANT_WEIGHT = 100.0
"""Its weight as a prior, in words."""
_TABLE = 1_000_000
"""How many numbers a table may hold that is made on the way."""
_UNSEEN, _AT_LARGE = 1.0, 300.0
"""What is added to the count of each rendering, and to the count of all, for words at large: rare ones tell more than a
short text shows."""


class WordEvidence:
    """The words of both sides, and for each word of the source how much likelier than at large each word of the target
    is beside it."""

    def __init__(self, sources: Sequence[Unit], targets: Sequence[Unit]) -> None:
        self._source, source_words = _number_words(sources)
        self._target, target_words = _number_words(targets)
        counts = np.bincount(self._target.all, minlength=len(target_words))
        self._lifts = _weigh_words(source_words, target_words, counts)
        self._surprise = _weigh_repeats(self._target, counts)
        self._word_count = len(target_words)
        self._silent = not source_words or not target_words
        self._lifts_by_unit = _sum_by_unit(self._lifts, self._target, self._surprise, counts)

    def explain_targets(self, rows: range, first: int, last: int, longest: int, share: float) -> Numbers:
        """What each target unit from ``first`` to ``last`` gains by one, two, … source units from each row on: by run,
        row, target unit."""
        gains = np.zeros((longest, len(rows), last - first))
        if self._silent:
            return gains
        bounds = self._target.inner_bounds(first, last)
        lifts = self._lift_words(rows.start, min(self._source.count, rows.stop + longest - 1), first, last)
        summed = np.zeros_like(lifts)
        for run in range(min(longest, len(lifts))):
            count = min(len(rows), len(lifts) - run)
            summed = summed[:count] + lifts[run : run + count]
            ends = self._source.bounds[rows.start + run + 1 : rows.start + run + 1 + count]
            size = (ends - self._source.bounds[rows.start : rows.start + count])[:, None]
            gain = np.diff(sum_up(_mix(summed / np.maximum(1, size), share))[:, bounds])
            gains[run, :count] = np.where(size > 0, gain, 0.0)
        return gains

    def explain_sources(self, rows: range, first: int, last: int, longest: int, share: float) -> Numbers:
        """What each source unit gains by one, two, … target units from each one on: by run, row, first target unit."""
        gains = np.zeros((longest, len(rows), last - first))
        if self._silent:
            return gains
        lifts = sum_up(self._lifts_by_unit.write_out(self._source.run(rows.start, rows.stop), first, last))
        sizes = self._target.inner_bounds(first, last)
        for run in range(1, min(longest, last - first) + 1):
            count = last - first - run + 1
            size = slide(sizes, 0, count, run)
            mixed = np.where(size > 0, _mix(slide(lifts, 0, count, run) / np.maximum(1, size), share), 0.0)
            gains[run - 1, :, :count] = self._source.sum_rows(mixed, rows.start, rows.stop)
        return gains

    def share(self, steps: Sequence[Step], target_share: float, source_share: float) -> tuple[float, float]:
        """The shares of the target's and the source's words that the other side's explain, by one step of
        expectation-maximisation."""
        totals = np.full((2, 2), _MEANT_WEIGHT) * [MEANT, 1]
        for i, j, (a, b) in steps:
            own, others = self._source.run(i, i + a), self._target.run(j, j + b)
            if len(own) and len(others):
                lifts = self._lift_words(i, i + a, j, j + b).sum(axis=0)
                totals[0] += _count_explained(lifts / len(own), target_share)
                by_unit = self._lifts_by_unit.write_out(own, j, j + b)
                totals[1] += _count_explained(by_unit.sum(axis=1) / len(others), source_share)
        target_share, source_share = (totals[:, 0] / totals[:, 1]).tolist()
        return target_share, source_share

    def _lift_words(self, begin: int, end: int, first: int, last: int) -> Numbers:
        """By source unit, the lift of each word in these target units by the words of that unit, summed over those."""
        size = (end - begin, self._word_count)
        lifts = self._lifts.sum_groups(self._source.run(begin, end), self._source.owners(begin, end), size)
        places = self._target.places(first, last)
        weighed: Numbers = lifts[:, self._target.all[places]] * self._surprise[places]
        return weighed


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

    def explain_targets(self, rows: range, first: int, last: int, longest: int) -> Numbers:
        """What each target unit from ``first`` to ``last`` gains by the keys of one, two, … source units from each row
        on."""
        gains = np.zeros((longest, len(rows), last - first))
        keys, bounds = self._target.run(first, last), self._target.inner_bounds(first, last)
        end = min(self._source.count, rows.stop + longest - 1)
        stated = np.zeros((end - rows.start, len(self._shared)), dtype=bool)
        stated[self._source.owners(rows.start, end), self._source.run(rows.start, end)] = True
        stated = stated[:, keys]
        known = np.zeros_like(stated)
        for run in range(min(longest, len(stated))):
            count = min(len(rows), len(stated) - run)
            known = known[:count] | stated[run : run + count]
            gains[run, :count] = np.diff(sum_up(np.where(known, self._shared[keys], self._missed[keys]))[:, bounds])
        return gains

    def explain_sources(self, rows: range, first: int, last: int, longest: int) -> Numbers:
        """What each source unit gains by the keys of one, two, … target units from each one on."""
        gains = np.zeros((longest, len(rows), last - first))
        own = self._source.run(rows.start, rows.stop)
        found = sum_up(self._units.write_out(own, first, last))
        shared, missed = self._shared[own][:, None], self._missed[own][:, None]
        for run in range(1, min(longest, last - first) + 1):
            count = last - first - run + 1
            worth = np.where(slide(found, 0, count, run) > 0, shared, missed)
            gains[run - 1, :, :count] = self._source.sum_rows(worth, rows.start, rows.stop)
        return gains


def _number_words(units: Sequence[Unit]) -> tuple[Rows, list[tuple[str, ...]]]:
    """The units' words as numbers, and by number what may render each."""
    numbers: dict[Rendered, int] = {}
    rows = [[numbers.setdefault(word, len(numbers)) for word in unit.words] for unit in units]
    return Rows(rows), [renderings for _, renderings in numbers]


def _weigh_words(source: Sequence[tuple[str, ...]], target: Sequence[tuple[str, ...]], counts: Indices) -> Sparse:
    """For each word of the source the words of the target that share a rendering, and how much likelier than at large
    each is beside it."""
    beside: dict[str, list[tuple[int, float]]] = defaultdict(list)
    at_large: dict[str, float] = defaultdict(float)
    for word, (renderings, count) in enumerate(zip(target, counts.tolist(), strict=True)):
        for rendering, weight in zip(renderings, _weigh_renderings(len(renderings)), strict=True):
            beside[rendering].append((word, weight))
            at_large[rendering] += weight * count
    total = int(counts.sum()) + _AT_LARGE
    lifts: list[dict[int, float]] = []
    for renderings in source:
        found: dict[int, float] = {}
        for rendering, weight in zip(renderings, _weigh_renderings(len(renderings)), strict=True):
            for word, other_weight in beside.get(rendering, ()):
                lift = weight * other_weight * total / (at_large[rendering] + _UNSEEN)
                found[word] = found.get(word, 0.0) + lift
        lifts.append(found)
    return Sparse(
        bounds=np.concatenate([[0], np.cumsum([len(found) for found in lifts])]).astype(np.int64),
        columns=np.array([word for found in lifts for word in found], dtype=np.int64),
        values=np.array([lift for found in lifts for lift in found.values()], dtype=np.float64),
    )


def _sum_by_unit(lifts: Sparse, target: Rows, surprise: Numbers, counts: Indices) -> Sparse:
    """The target units in which each word of the source lifts words, and by how much together."""
    postings = Sparse(
        bounds=np.concatenate([[0], np.cumsum(counts)]),
        columns=np.argsort(target.all, kind="stable"),
        values=np.empty(0),
    )
    units, words = target.owners(0, target.count), len(lifts.bounds) - 1
    counted, columns, values = [np.zeros(1, dtype=np.int64)], [np.empty(0, dtype=np.int64)], [np.empty(0)]
    step = max(1, _TABLE // max(1, target.count))
    for first in range(0, words, step):
        chosen = np.arange(first, min(words, first + step))
        places, owners = lifts.list_places(chosen)
        found, origins = postings.list_places(lifts.columns[places])
        stands = postings.columns[found]
        cells = owners[origins] * target.count + units[stands]
        lifted = lifts.values[places][origins] * surprise[stands]
        sums = add_up(cells, lifted, len(chosen) * target.count)
        filled = np.flatnonzero(sums)
        counted.append(np.bincount(filled // target.count, minlength=len(chosen)))
        columns.append(filled % target.count)
        values.append(sums[filled])
    return Sparse(
        bounds=np.cumsum(np.concatenate(counted)), columns=np.concatenate(columns), values=np.concatenate(values)
    )


def _weigh_repeats(rows: Rows, counts: Indices) -> Numbers:
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


@cache
def _weigh_renderings(count: int) -> tuple[float, ...]:
    """The share of each of so many renderings: the later it stands in the dictionary, the less."""
    total = sum((place + 1) ** -0.5 for place in range(count))
    return tuple((place + 1) ** -0.5 / total for place in range(count))


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
    """What a word adds of which that share is drawn from the other side's words; half of it, as both directions say the
    same."""
    gain: Numbers = np.log(1 - share + share * lift) / 2
    return gain


def _count_explained(lift: Numbers, share: float) -> tuple[float, int]:
    """How many of the words are explained, by expectation, and how many there are."""
    meant = share * lift
    return float((meant / (1 - share + meant)).sum()), len(lift)
