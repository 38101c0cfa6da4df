"""Systems by metric as plots: each score, and how far it is from the best with the 95 % interval of the comparison, clusters told apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evalkit.data import Comparison
from evalkit.pages.scoreboard import Scoreboard
from evalkit.ranking import Ranking, rank_systems

_LEFT, _RIGHT, _LINE, _TOP = 132.0, 388.0, 24, 10
_LONGEST = 18
_TICKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotLine:
    """One system in a plot. Numbers are on the scale people read; ``x``, ``y``, ``low`` and ``high`` where it is drawn.

    ``interval`` is that of ``difference``, the score minus that of the best system. ``decided``: the comparison found it worse.
    """

    system: str
    label: str
    value: float
    difference: float
    interval: tuple[float, float] | None
    p_value: float | None
    decided: bool
    rank: tuple[int, int] | None
    cluster: int | None
    divided: bool
    x: float
    y: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One metric's plot: its systems from the best to the worst, the ticks as (x, text), its height, and where the best score stands."""

    metric: str
    lines: tuple[PlotLine, ...]
    ticks: tuple[tuple[float, str], ...]
    height: int
    best: float


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float

    def place(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return round(_LEFT + (_RIGHT - _LEFT) * (value - self.low) / span, 1)


def make_plots(scoreboard: Scoreboard) -> Sequence[Plot]:
    """A plot for each metric that scored two systems or more against the first reference."""
    if not scoreboard.references:
        return []
    plots = (_make_plot(scoreboard, metric, scoreboard.references[0]) for metric in scoreboard.metrics)
    return [plot for plot in plots if len(plot.lines) > 1]


def _make_plot(scoreboard: Scoreboard, metric: str, reference: str) -> Plot:
    sign = 1 if scoreboard.is_better_higher(metric) else -1
    shown = ((system, scoreboard.system_scores.get((system, reference, metric))) for system in scoreboard.systems)
    values = {system: score.value for system, score in shown if score}
    order = sorted(values, key=lambda system: -sign * values[system])
    duels = [one for one in scoreboard.duels if (one.metric, one.reference) == (metric, reference)]
    best = values[order[0]] if order else 0.0
    against = {system: _find_duel(duels, system, order[0], scoreboard.factor(metric)) for system in order[1:]}
    reach = [best + bound for interval, _, _ in against.values() for bound in interval or ()]
    scale = _choose_scale([*values.values(), *reach])
    ranking = _rank(values, duels, sign) if scoreboard.trusted else {}
    lines = [
        _make_line(system, position, values[system], best, against.get(system), scale, order, ranking)
        for position, system in enumerate(order)
    ]
    ticks = tuple((scale.place(tick), f"{tick:g}".replace("-", "−")) for tick in choose_ticks(scale.low, scale.high))
    height = _TOP + _LINE * len(lines) + 22
    return Plot(metric=scoreboard.label(metric), lines=tuple(lines), ticks=ticks, height=height, best=scale.place(best))


_Duel = tuple[tuple[float, float] | None, float | None, bool]


def _find_duel(duels: Iterable[Comparison], system: str, best: str, factor: float) -> _Duel:
    """The interval of the system's score minus the best one's, the p-value, and whether they were found to differ."""
    for one in duels:
        if {one.system, one.baseline} == {system, best}:
            sign = factor if one.system == system else -factor
            bounds = sorted(bound * sign for bound in one.interval) if one.interval else None
            p_value = one.p_value if one.adjusted_p_value is None else one.adjusted_p_value
            return (bounds[0], bounds[1]) if bounds else None, p_value, one.verdict in ("better", "worse")
    return None, None, False


def _rank(values: Mapping[str, float], duels: Sequence[Comparison], sign: int) -> Mapping[str, Ranking]:
    return rank_systems({system: sign * value for system, value in values.items()}, duels) if duels else {}


def _make_line(
    system: str,
    position: int,
    value: float,
    best: float,
    duel: _Duel | None,
    scale: _Scale,
    order: Sequence[str],
    ranking: Mapping[str, Ranking],
) -> PlotLine:
    interval, p_value, decided = duel or (None, None, False)
    own = ranking.get(system)
    above = ranking.get(order[position - 1]) if position else own
    return PlotLine(
        system=system,
        label=system if len(system) <= _LONGEST else f"{system[: _LONGEST - 1]}…",
        value=value,
        difference=value - best,
        interval=interval,
        p_value=p_value,
        decided=decided,
        rank=own.rank if own else None,
        cluster=own.cluster if own else None,
        divided=bool(own and above and own.cluster != above.cluster),
        x=scale.place(value),
        y=_TOP + _LINE * position + _LINE / 2,
        low=scale.place(best + interval[0]) if interval else None,
        high=scale.place(best + interval[1]) if interval else None,
    )


def _choose_scale(values: Sequence[float]) -> _Scale:
    low, high = min(values, default=0.0), max(values, default=1.0)
    margin = (high - low or abs(high) or 1.0) * 0.06
    return _Scale(low - margin, high + margin)


def choose_ticks(low: float, high: float) -> Sequence[float]:
    """A few round numbers between two bounds: multiples of 1, 2 or 5 times a power of ten."""
    span = high - low
    if not span > 0:
        return []
    power = 10.0 ** math.floor(math.log10(span / _TICKS))
    step = next(power * times for times in (1, 2, 5, 10) if span / (power * times) <= _TICKS + 1)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [round(number * step, 10) for number in range(first, last + 1)]
