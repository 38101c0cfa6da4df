"""Whether a score has dropped by more than is allowed: surely not, surely, or nobody can tell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evalkit.comparing.comparing import adjust_holm
from evalkit.comparing.differences import TestedDifference
from evalkit.comparing.resampling import find_floor
from evalkit.data.metric import Metric

Status = Literal["passed", "failed", "inconclusive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One condition of the gate, for one system: what was found, what is allowed, whether it holds, in words.

    Drops are on the scale people read. ``interval`` holds the two one-sided bounds of a drop, each at level alpha;
    ``p_value`` is that of the drop being allowed, ``adjusted_p_value`` Holm's over all drops of the gate.
    """

    name: str
    system: str
    status: Status
    found: float
    allowed: float
    message: str
    interval: tuple[float, float] | None = None
    p_value: float | None = None
    adjusted_p_value: float | None = None
    units: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A drop on the scale people read, and the difference of the two scores that it is ``factor`` times; ``found`` is
    ``None`` where the outputs are identical."""

    found: TestedDifference | None
    observed: float
    factor: float
    units: int

    def find_bounds(self, alpha: float) -> tuple[float, float]:
        """The two one-sided bounds of the drop, each at level alpha."""
        if self.found is None:
            return 0.0, 0.0
        low, high = sorted(bound * self.factor for bound in self.found.find_interval(2 * alpha))
        return low, high

    def find_p_value(self, allowed: float) -> float:
        """The one-sided p-value of the true drop being what is allowed, or less."""
        if self.found is None:
            return 1.0
        half = self.found.find_p_value(allowed / self.factor) / 2
        return half if self.observed > allowed else 1 - half


def judge_drops(drops: Sequence[tuple[Metric, float, str, Drop]], alpha: float) -> list[Outcome]:
    """The outcome of each drop, given as metric, what is allowed, system and drop."""
    outcomes = [_judge(metric, allowed, system, drop, alpha) for metric, allowed, system, drop in drops]
    adjusted = adjust_holm([1.0 if one.p_value is None else one.p_value for one in outcomes])
    return [_settle(one, p_value, alpha) for one, p_value in zip(outcomes, adjusted, strict=True)]


def _judge(metric: Metric, allowed: float, system: str, drop: Drop, alpha: float) -> Outcome:
    """The outcome but for the adjustment: what seems to fail is not settled yet."""
    low, high = drop.find_bounds(alpha)
    few = drop.found is not None and drop.units < find_floor(1)
    told = drop.found is not None and not few
    passed = drop.found is None or (not few and high <= allowed)
    moved = "dropped" if drop.observed > 0 else "rose"
    size = f" by {abs(drop.observed):.2f} (a drop of {low:+.2f} to {high:+.2f}, each bound at {alpha:g})"
    said = f"{metric.key} {'is identical' if drop.found is None else moved + size}; a drop of {allowed:g} is allowed"
    doubt = f", and {drop.units} units are too few to tell, {find_floor(1)} or more are needed" if few else ""
    return Outcome(
        name=metric.key,
        system=system,
        status="passed" if passed else "inconclusive",
        found=drop.observed,
        allowed=allowed,
        message=f"{said}{doubt}.",
        interval=(low, high) if math.isfinite(low) and math.isfinite(high) else None,
        p_value=drop.find_p_value(allowed) if told else None,
        units=drop.units,
    )


def _settle(outcome: Outcome, adjusted: float, alpha: float) -> Outcome:
    """The outcome with its adjusted p-value: what is beyond it fails, and what neither passes nor fails says how many units
    would tell."""
    if outcome.p_value is None:
        return outcome
    outcome = replace(outcome, adjusted_p_value=adjusted)
    if outcome.status == "passed":
        return outcome
    if adjusted < alpha:
        return replace(outcome, status="failed")
    needed = count_needed(outcome)
    advice = f" About {needed} units would tell, if the drop stayed what it is." if needed else ""
    return replace(outcome, message=f"{outcome.message.removesuffix('.')}, which is not proven either way.{advice}")


def count_needed(outcome: Outcome) -> int | None:
    """How many units would bring the bound that matters to what is allowed; ``None`` where the drop is just what is
    allowed, or its bounds are not known."""
    gap = abs(outcome.found - outcome.allowed)
    if outcome.interval is None or gap < 1e-6:
        return None
    margin = (outcome.interval[1] - outcome.interval[0]) / 2
    needed = outcome.units * (margin / gap) ** 2
    return max(outcome.units + 1, math.ceil(needed)) if needed < 1e9 else None
