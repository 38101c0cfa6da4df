"""Resampling: how often each segment, or each document, is drawn, and what the statistics then add up to.

The draws are sacrebleu's, number for number: ``default_rng(seed)``, for the bootstrap (Koehn 2004,
<https://aclanthology.org/W04-3250/>) an index matrix by ``choice``, for approximate randomization (Riezler and Maxwell
2005, <https://aclanthology.org/W05-0908/>) a matrix of bits by ``integers``; all comparisons share them. A resample is
a row of counts times the statistics, taken a few resamples at a time, so memory does not grow with their number times
that of the segments.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evalkit.errors import SettingsError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Test = Literal["studentised-bootstrap", "paired-randomization", "sacrebleu-bs", "sacrebleu-ar"]
DrawnUnit = Literal["segment", "document"]
SEED = 12345
SAMPLES: Mapping[Test, int] = {
    "studentised-bootstrap": 1000,
    "paired-randomization": 10_000,
    "sacrebleu-bs": 1000,
    "sacrebleu-ar": 10_000,
}
"""How many resamples each test takes unless told otherwise."""
RANDOMIZED = frozenset({"paired-randomization", "sacrebleu-ar"})
"""The tests that swap outputs; the others draw segments."""
FORMER_TESTS: Mapping[str, Test] = {
    "bootstrap": "sacrebleu-bs",
    "randomization": "sacrebleu-ar",
    "paired-bootstrap": "sacrebleu-bs",
}
"""What the tests of evalkit 0.1 are called now."""
FEWEST_UNITS = 6
"""Below so many drawn units nothing is compared: docs/scores.md has what was measured."""
_SEED_VARIABLE = "SACREBLEU_SEED"
_CELLS = 4_000_000
"""So many counts are held at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How differences are tested: by which test, with how many resamples, of what, from which seed."""

    test: Test = "studentised-bootstrap"
    samples: int = SAMPLES["studentised-bootstrap"]
    seed: int = SEED
    unit: DrawnUnit = "segment"

    @property
    def method(self) -> str:
        """The name in results: the test, and the unit where that is not the segment."""
        return self.test if self.unit == "segment" else f"{self.test}-by-{self.unit}"


def choose_sampling(
    *,
    test: Test = "studentised-bootstrap",
    samples: int | None = None,
    seed: int | None = None,
    unit: DrawnUnit = "segment",
) -> Sampling:
    """A sampling with the test's usual number of resamples; the environment variable SACREBLEU_SEED stands for a seed that is not
    given.

    Where that says ``none`` a seed is drawn, and reported like any other. sacrebleu takes a seed of 0 for none as well;
    here it is 0.
    """
    test = _name_test(test)
    if samples is not None and samples < 40:
        raise SettingsError(
            f"{samples} resamples are too few for a 95 % interval; give 40 or more, better {SAMPLES[test]}."
        )
    return Sampling(test=test, samples=samples or SAMPLES[test], seed=_choose_seed(seed), unit=unit)


def _name_test(test: str) -> Test:
    """The test of that name; a former name warns."""
    if test in FORMER_TESTS:
        warnings.warn(f"test={test!r} is {FORMER_TESTS[test]!r} now", DeprecationWarning, stacklevel=4)
        return FORMER_TESTS[test]
    for known in SAMPLES:
        if known == test:
            return known
    raise SettingsError(f"There is no test “{test}”; expected one of {', '.join(SAMPLES)}.")


def _choose_seed(seed: int | None) -> int:
    if seed is not None:
        if seed < 0:
            raise SettingsError(f"The seed is {seed}; a whole number of 0 or more was expected.")
        return seed
    given = os.environ.get(_SEED_VARIABLE, str(SEED)).strip()
    if given.lower() == "none":
        return int.from_bytes(os.urandom(4), "big")
    if not given.isdigit():
        raise SettingsError(f"{_SEED_VARIABLE} is “{given}”; a whole number or “none” was expected.")
    return int(given)


def find_floor(comparisons: int) -> int:
    """The fewest units of which so many comparisons can be told: as few as were measured to hold, and so many that each
    of 2^n ways to swap outputs is rarer than an adjusted p-value of .05 asks for."""
    return max(FEWEST_UNITS, math.ceil(math.log2(2 * max(comparisons, 1) / 0.05)))


def bootstrap_totals(
    statistics: Sequence[NDArray[np.float64]], *, samples: int, seed: int
) -> list[NDArray[np.float64]]:
    """For each array of shape (n, d), all of one n, its sums over bootstrap resamples, shape (samples, d)."""
    return _total(statistics, samples, lambda rows: draw_counts(rows, samples, seed))


def randomization_totals(
    statistics: Sequence[NDArray[np.float64]],
    *,
    samples: int,
    seed: int,
    exact: bool = False,
) -> list[NDArray[np.float64]]:
    """For each array of shape (n, d) the sums over the rows that a trial of randomization keeps, shape (samples, d), or
    with ``exact`` (2^n, d) where that is no more.

    Shuffled with a partner, a system has its own kept rows and the partner's others.
    """
    units = len(statistics[0])
    if exact and is_exact(units, samples):
        return [list_subsets(units) @ one for one in statistics]
    return _total(statistics, samples, lambda rows: draw_bits(rows, samples, seed))


def is_exact(units: int, samples: int) -> bool:
    """Whether there are no more ways to swap so many units than samples."""
    return units < 63 and 2**units <= samples


def list_subsets(units: int) -> NDArray[np.float64]:
    """Every way to keep (1) or swap (0) each unit, all kept first, shape (2^units, units)."""
    import numpy as np

    numbers = np.arange(2**units)[:, None]
    subsets: NDArray[np.float64] = (1 - (numbers >> np.arange(units) & 1)).astype(np.float64)
    return subsets


def _total(
    statistics: Sequence[NDArray[np.float64]],
    samples: int,
    draw: Callable[[int], Iterator[NDArray[np.float64]]],
) -> list[NDArray[np.float64]]:
    import numpy as np

    totals = [np.empty((samples, one.shape[1])) for one in statistics]
    start = 0
    for weights in draw(len(statistics[0])):
        for one, sums in zip(statistics, totals, strict=True):
            sums[start : start + len(weights)] = weights @ one
        start += len(weights)
    return totals


def draw_counts(rows: int, samples: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """How often each row is drawn, a few resamples at a time, shape (some, rows)."""
    import numpy as np

    generator = np.random.default_rng(seed)
    for size in _split(rows, samples):
        drawn = generator.choice(rows, size=(size, rows), replace=True)
        drawn += np.arange(size)[:, None] * rows
        yield np.bincount(drawn.ravel(), minlength=size * rows).reshape(size, rows).astype(np.float64)


def draw_bits(rows: int, samples: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """Which rows are kept (1) and which are swapped (0), a few trials at a time, shape (some, rows)."""
    import numpy as np

    generator = np.random.default_rng(seed)
    for size in _split(rows, samples):
        yield generator.integers(2, size=(size, rows), dtype=bool).astype(np.float64)


def _split(rows: int, samples: int) -> Iterator[int]:
    """Sizes that add up to ``samples``. All but the last are multiples of 32: numpy draws 32 bits at once and drops
    those left over."""
    size = max(32, _CELLS // max(rows, 1) // 32 * 32)
    for start in range(0, samples, size):
        yield min(size, samples - start)


def group_rows(statistics: NDArray[np.float64], groups: Sequence[int], count: int) -> NDArray[np.float64]:
    """The sums of the rows of each of ``count`` groups, shape (count, d); ``groups`` says each row's."""
    import numpy as np

    sums = np.zeros((count, statistics.shape[1]))
    np.add.at(sums, np.asarray(groups), statistics)
    return sums
