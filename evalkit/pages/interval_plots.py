"""Systems by metric: each score, how far it is from the best with the 95 % interval of that comparison, and what
replacing a reference moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evalkit.data import Comparison
from evalkit.pages.figures import Figure
from evalkit.tables.columns import Cell, Column
from evalkit.tables.phrases import as_phrase, phrase
from evalkit.tables.scoreboard import Move, Scoreboard

_COLUMNS = (
    Column(key="system", title=phrase("System")),
    Column(key="score", title=phrase("Score"), places=2),
    Column(key="difference", title=phrase("Difference from the best"), places=2, signed=True),
    Column(key="low", title=phrase("95 % interval, from"), places=2, signed=True),
    Column(key="high", title=phrase("to"), places=2, signed=True),
    Column(key="p", title=phrase("Adjusted p"), places=3),
    Column(key="decided", title=phrase("Verdict"), words=True),
    Column(key="rank", title=phrase("Rank")),
    Column(key="cluster", title=phrase("Cluster")),
)
_MOVE_COLUMNS = (
    Column(key="system", title=phrase("System")),
    Column(key="texts", title=phrase("Texts"), words=True),
    Column(key="difference", title=phrase("Difference"), places=2, signed=True),
    Column(key="low", title=phrase("95 % interval, from"), places=2, signed=True),
    Column(key="high", title=phrase("to"), places=2, signed=True),
)


def make_interval_figures(scoreboard: Scoreboard) -> list[Figure]:
    """A figure for each metric that scored two systems or more against its main reference; rows from the best to the
    worst."""
    figures = (_make_figure(scoreboard, metric, reference) for metric, reference in scoreboard.main_references.items())
    return [figure for figure in figures if len(figure.rows) > 1]


def _make_figure(scoreboard: Scoreboard, metric: str, reference: str) -> Figure:
    values = scoreboard.values(metric)
    order = sorted(values, key=lambda system: -scoreboard.sign(metric) * values[system])
    duels = [one for one in scoreboard.duels if (one.metric, one.reference) == (metric, reference)]
    rows = [_make_row(scoreboard, metric, system, order[0], values, duels) for system in order]
    return Figure(
        kind="intervals", title=as_phrase(scoreboard.label(metric)), columns=_COLUMNS, rows=tuple(rows)
    )  # fmt: skip


def _make_row(
    scoreboard: Scoreboard,
    metric: str,
    system: str,
    best: str,
    values: Mapping[str, float],
    duels: Iterable[Comparison],
) -> tuple[Cell, ...]:
    interval, p_value, verdict = _find_duel(duels, system, best, scoreboard.factor(metric))
    low, high = interval or (None, None)
    ranking = scoreboard.rankings(metric).get(system)
    return (
        system,
        values[system],
        values[system] - values[best],
        low,
        high,
        p_value,
        "best" if system == best else verdict,
        show_rank(ranking.rank) if ranking else None,
        ranking.cluster if ranking else None,
    )


def show_rank(rank: tuple[int, int]) -> str:
    """A rank, or a range of ranks."""
    first, last = rank
    return str(first) if first == last else f"{first}–{last}"


_Duel = tuple[tuple[float, float] | None, float | None, str | None]


def _find_duel(duels: Iterable[Comparison], system: str, best: str, factor: float) -> _Duel:
    """The interval of the system's score minus the best one's, the p-value, and what the comparison found of the
    system."""
    for one in duels:
        if {one.system, one.baseline} == {system, best} and system != best:
            sign = factor if one.system == system else -factor
            bounds = sorted(bound * sign for bound in one.interval) if one.interval else None
            p_value = one.p_value if one.adjusted_p_value is None else one.adjusted_p_value
            found = "worse" if one.verdict in ("better", "worse") else one.verdict
            return (bounds[0], bounds[1]) if bounds else None, p_value, found
    return None, None, None


def make_move_figures(scoreboard: Scoreboard) -> list[Figure]:
    """A figure for each metric: what repairing the reference moves each system's score by."""
    figures = []
    for metric in scoreboard.metrics:
        moves = [move for move in scoreboard.moves if move.metric == metric]
        if any(not move.nothing for move in moves):
            rows = tuple(_list_move(move) for move in moves)
            figures.append(Figure(kind="moves", title=as_phrase(metric), columns=_MOVE_COLUMNS, rows=rows))
    return figures


def _list_move(move: Move) -> tuple[Cell, ...]:
    low, high = move.interval or (None, None)
    texts = "quote style normalised" if move.quotes_normalised else "as they are"
    return (move.system, texts, move.difference, low, high)
