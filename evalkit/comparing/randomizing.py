"""Paired randomization of a difference, and the interval that goes with it: those differences which the same test does not
reject.

Where two systems differ by nothing but chance, either output of a segment could be either system's; so the scores are
computed again with the outputs of some segments swapped (Fisher 1935; Riezler and Maxwell 2005,
<https://aclanthology.org/W05-0908/>). The p-value is the share of such trials whose difference is as large as the
observed one, ties included: counted over all 2^n trials where there are no more than were asked for, else over trials
drawn at random, to which the observed one is added (Phipson and Smyth 2010, <https://doi.org/10.2202/1544-6115.1585>).

That a true difference is some other d is tested in the same trials: a trial that keeps a weight k of the units and swaps
the rest has the difference D − d (2k − 1) where the observed one is D₀ − d. The d with p ≥ α are the interval, so
p-value and interval never contradict each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TIE = 1e-9
"""Differences that are no farther apart count as equal, on the metric's own scale."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Trials:
    """The trials of one difference. ``differences`` are what it came to, ``balances`` the weight that was kept less the
    weight that was swapped, −1 to 1; ``exact`` where the trials are all there are, the observed one included."""

    observed: float
    differences: NDArray[np.float64]
    balances: NDArray[np.float64]
    exact: bool

    def find_p_value(self, difference: float = 0.0) -> float:
        """The two-sided p-value of a true difference, that there is none unless another is named."""
        low, high = self._bound_trials()
        return self._share(int(((low <= difference) & (difference <= high)).sum()))

    def find_interval(self, alpha: float = 0.05) -> tuple[float, float]:
        """The differences whose two-sided p-value is alpha or more; infinite where so few units reject none."""
        import numpy as np

        low, high = self._bound_trials()
        count = self._count_needed(alpha)
        return float(np.sort(low)[count - 1]), float(np.sort(high)[len(high) - count])

    def _share(self, count: int) -> float:
        total = len(self.differences)
        return count / total if self.exact else (count + 1) / (total + 1)

    def _count_needed(self, alpha: float) -> int:
        """How many trials must be as extreme for a p-value of alpha or more."""
        total = len(self.differences)
        needed = alpha * total if self.exact else alpha * (total + 1) - 1
        return max(1, math.ceil(round(needed, 6)))

    def _bound_trials(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """For each trial the lowest and the highest true difference at which it is as extreme as the observed one."""
        import numpy as np

        kept, swapped = 1 + self.balances, 1 - self.balances
        apart = np.minimum(kept, swapped) > TIE
        first = (self.observed - self.differences) / np.where(apart, swapped, 1.0)
        second = (self.observed + self.differences) / np.where(apart, kept, 1.0)
        slack = TIE / np.where(apart, np.minimum(kept, swapped), 1.0)
        low = np.where(apart, np.minimum(first, second) - slack, -math.inf)
        return low, np.where(apart, np.maximum(first, second) + slack, math.inf)
