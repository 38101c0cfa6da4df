"""Evidence of words that two runs of units are translations of each other.

Each word of one side is drawn either from what the words of the other side mean or from the text at large (IBM
model 1, Brown et al. 1993, <https://aclanthology.org/J93-2003/>, with a dictionary's translations for probabilities),
in both directions at half weight. As it is the mean over the other side's words that counts, a long run gains nothing
by its length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import numpy as np

from evalkit.alignment.rows import Flags, Indices, Kept, Numbers, Rows, Sparse, add_up, slide, sum_up
from evalkit.alignment.units import Rendered, Step, Unit

Lifts = list[tuple[Flags, Numbers]]
"""By the length of a run of one side's units: which runs have words, and how much those lift each of the other's."""

MEANT = 0.3
"""The share of words that the other side's words explain, before anything is known."""
_MEANT_WEIGHT = 100.0
"""Its weight as a prior, in words."""
_TABLE = 1_000_000
"""How many numbers a table may hold that is made on the way."""
_STEPS = 32
"""The words of so many beads are looked at together."""
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
        self._target_lifts: Kept[Lifts] = Kept()
        self._source_lifts: Kept[Lifts] = Kept()

    def explain_targets(self, rows: range, first: int, last: int, longest: int, share: float) -> Numbers:
        """What each target unit from ``first`` to ``last`` gains by one, two, … source units from each row on: by run,
        row, target unit."""
        gains = np.zeros((longest, len(rows), last - first))
        if self._silent:
            return gains
        for run, (told, lifts) in enumerate(self._target_lifts(self._lift_targets, rows, first, last, longest)):
            gains[run, : len(lifts)] = np.where(told, self._target.sum_columns(_mix(lifts, share), first, last), 0.0)
        return gains

    def _lift_targets(self, rows: range, first: int, last: int, longest: int) -> Lifts:
        """By the length of a run of source units: for each row whether a run from it has words, and how much those lift
        each word of the target units, on average."""
        lifts = self._lift_words(rows.start, min(self._source.count, rows.stop + longest - 1), first, last)
        summed, lifted = np.zeros_like(lifts), []
        for run in range(min(longest, len(lifts))):
            count = min(len(rows), len(lifts) - run)
            summed = summed[:count] + lifts[run : run + count]
            ends = self._source.bounds[rows.start + run + 1 : rows.start + run + 1 + count]
            size = (ends - self._source.bounds[rows.start : rows.start + count])[:, None]
            lifted.append((size > 0, summed / np.maximum(1, size)))
        return lifted

    def explain_sources(self, rows: range, first: int, last: int, longest: int, share: float) -> Numbers:
        """What each source unit gains by one, two, … target units from each one on: by run, row, first target unit."""
        gains = np.zeros((longest, len(rows), last - first))
        if self._silent:
            return gains
        for run, (told, lifts) in enumerate(self._source_lifts(self._lift_sources, rows, first, last, longest)):
            mixed = np.where(told, _mix(lifts, share), 0.0)
            gains[run, :, : len(told)] = self._source.sum_rows(mixed, rows.start, rows.stop)
        return gains

    def _lift_sources(self, rows: range, first: int, last: int, longest: int) -> Lifts:
        """By the length of a run of target units: for each first unit whether a run has words, and how much those lift
        each word of the rows' source units, on average."""
        lifts = sum_up(self._lifts_by_unit.write_out(self._source.run(rows.start, rows.stop), first, last))
        sizes, lifted = self._target.inner_bounds(first, last), []
        for run in range(1, min(longest, last - first) + 1):
            count = last - first - run + 1
            size = slide(sizes, 0, count, run)
            lifted.append((size > 0, slide(lifts, 0, count, run) / np.maximum(1, size)))
        return lifted

    def share(self, steps: Sequence[Step], target_share: float, source_share: float) -> tuple[float, float]:
        """The shares of the target's and the source's words that the other side's explain, by one step of
        expectation-maximisation."""
        totals = np.full((2, 2), _MEANT_WEIGHT) * [MEANT, 1]
        for first in range(0, len(steps), _STEPS):
            target_lifts, source_lifts = self._lift_in_beads(steps[first : first + _STEPS])
            totals[0] += _count_explained(target_lifts, target_share)
            totals[1] += _count_explained(source_lifts, source_share)
        target_share, source_share = (totals[:, 0] / totals[:, 1]).tolist()
        return target_share, source_share

    def _lift_in_beads(self, steps: Sequence[Step]) -> tuple[Numbers, Numbers]:
        """How much each word of the target, and each of the source, is lifted by the words of its bead on the other
        side, on average over those; of beads that have words on both sides."""
        starts = np.array([(i, j) for i, j, _ in steps]).T
        ends = np.array([(i + a, j + b) for i, j, (a, b) in steps]).T
        # Neighbouring beads follow each other on both sides, and so do their words.
        own = self._source.places(starts[0, 0], ends[0, -1])
        others = self._target.places(starts[1, 0], ends[1, -1])
        own_counts = self._source.bounds[ends[0]] - self._source.bounds[starts[0]]
        other_counts = self._target.bounds[ends[1]] - self._target.bounds[starts[1]]
        beads = np.arange(len(steps))
        own_beads, other_beads = np.repeat(beads, own_counts), np.repeat(beads, other_counts)
        words = self._source.all[own]
        lifts = self._lifts.sum_groups(words, own_beads, (len(steps), self._word_count))
        target_lifts = lifts[other_beads, self._target.all[others]] * self._surprise[others]
        places, owners = self._lifts_by_unit.list_places(words)
        units, bead = self._lifts_by_unit.columns[places], own_beads[owners]
        inside = (units >= starts[1, bead]) & (units < ends[1, bead])
        source_lifts = add_up(owners[inside], self._lifts_by_unit.values[places[inside]], len(words))
        told, own_told = own_counts[other_beads] > 0, other_counts[own_beads] > 0
        return (
            target_lifts[told] / own_counts[other_beads][told],
            source_lifts[own_told] / other_counts[own_beads][own_told],
        )

    def _lift_words(self, begin: int, end: int, first: int, last: int) -> Numbers:
        """By source unit, the lift of each word in these target units by the words of that unit, summed over those."""
        size = (end - begin, self._word_count)
        lifts = self._lifts.sum_groups(self._source.run(begin, end), self._source.owners(begin, end), size)
        places = self._target.places(first, last)
        weighed: Numbers = lifts[:, self._target.all[places]] * self._surprise[places]
        return weighed


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


def _mix(lift: Numbers, share: float) -> Numbers:
    """What a word adds of which that share is drawn from the other side's words; half of it, as both directions say the
    same."""
    gain: Numbers = np.log(1 - share + share * lift) / 2
    return gain


def _count_explained(lift: Numbers, share: float) -> tuple[float, int]:
    """How many of the words are explained, by expectation, and how many there are."""
    meant = share * lift
    return float((meant / (1 - share + meant)).sum()), len(lift)
