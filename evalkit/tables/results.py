"""What the Python functions return: frames, which a notebook shows as a table and a plot of the intervals.

The columns and dtypes of the frames are declared in :mod:`evalkit.data.frames`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from evalkit.comparing.differences import Resamples
from evalkit.comparing.ranking import Ranking, rank_systems
from evalkit.data import Comparison, Evaluation
from evalkit.data.frames import list_rows, make_ranks_frame
from evalkit.plugins import require_name
from evalkit.tables.interval_svg import IntervalLine, Svg, draw_intervals

if TYPE_CHECKING:
    import pandas

    from evalkit.comparing.line_scores import LineScores


@dataclass(frozen=True, kw_only=True, eq=False)
class Results:
    """Scores, comparisons and ranks as frames; as the last line of a notebook's cell, a table of the systems and a plot
    of the intervals.

    ``not_scored`` says by metric why it has no scores; ``warnings`` are sentences for the user.
    """

    scores: pandas.DataFrame
    comparisons: pandas.DataFrame
    ranks: pandas.DataFrame
    not_scored: Mapping[str, str]
    warnings: tuple[str, ...]

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that were scored, in order."""
        return tuple(dict.fromkeys(self.ranks["metric"]))

    def plot(self, *metrics: str) -> Svg:
        """The scores with their 95 % intervals by these metrics, or by all; UnknownNameError for one that was not
        scored."""
        chosen = [require_name(metric, self.metrics, what="metric among these scores") for metric in metrics]
        return draw_intervals([self._draw(metric) for metric in chosen or self.metrics])

    def _draw(self, metric: str) -> tuple[str, list[IntervalLine]]:
        rows = list(self._list_ranks(metric))
        return _title(rows[0]), [_make_line(row) for row in rows]

    def _list_ranks(self, metric: str) -> Iterator[dict[str, Any]]:
        return (row for row in list_rows(self.ranks) if row["metric"] == metric)

    def _repr_html_(self) -> str:
        notes = [*(f"{key} not scored: {why}" for key, why in self.not_scored.items()), *self.warnings]
        shown = "".join(f"<p>{escape(note)}</p>" for note in notes)
        return f"{_draw_table(list(list_rows(self.ranks)))}{self.plot()}{shown}" if self.metrics else shown


@dataclass(frozen=True, kw_only=True, eq=False)
class EvaluationResults(Results):
    """What :func:`evalkit.evaluate` returns: the frame of findings too, and the evaluation that reports are written
    from."""

    findings: pandas.DataFrame
    evaluation: Evaluation


@dataclass(frozen=True, kw_only=True, eq=False)
class ScoreResults(Results):
    """What :func:`evalkit.score` returns: the texts, statistics and resamples too, which explanations and runs are made
    from."""

    line_scores: LineScores


def rank_resamples(resampled: Sequence[Resamples], pairs: Sequence[Comparison]) -> pandas.DataFrame:
    """The frame of ranks: by metric, the systems best first, with intervals from these resamples and ranks from the
    comparisons of all pairs."""
    rows: list[dict[str, Any]] = []
    for metric in {one.measured.metric.key: one.measured.metric for one in resampled}.values():
        sign = 1 if metric.higher_is_better else -1
        own = sorted(
            (one for one in resampled if one.measured.metric.key == metric.key), key=lambda one: -sign * one.score
        )
        compared = [one for one in pairs if one.metric == metric.key and one.system != one.baseline]
        ranking = rank_systems({one.measured.system: sign * one.score for one in own}, compared)
        for one in own:
            system = one.measured.system
            rows.append(
                {
                    "metric": metric.key,
                    "system": system,
                    "reference": one.measured.reference,
                    "value": one.score,
                    "interval_low": one.interval[0],
                    "interval_high": one.interval[1],
                    **_describe_ranking(ranking.get(system)),
                    "segments": len(one.measured.samples),
                    "shown_factor": metric.shown_factor,
                    "higher_is_better": metric.higher_is_better,
                    "signature": one.measured.score_corpus().signature,
                }
            )
    return make_ranks_frame(rows)


def _describe_ranking(ranking: Ranking | None) -> dict[str, int | None]:
    """Nothing where there are too few segments to tell."""
    first, last = (None, None) if ranking is None else ranking.rank
    return {"rank_first": first, "rank_last": last, "cluster": None if ranking is None else ranking.cluster}


def _title(row: Mapping[str, Any]) -> str:
    factor = "" if row["shown_factor"] == 1 else f" ×{row['shown_factor']:g}"
    return f"{row['metric']}{factor}{'' if row['higher_is_better'] else ' ↓'}"


def _make_line(row: Mapping[str, Any]) -> IntervalLine:
    factor = row["shown_factor"]
    return IntervalLine(
        system=row["system"],
        value=row["value"] * factor,
        interval=(row["interval_low"] * factor, row["interval_high"] * factor),
        rank=None if row["rank_first"] is None else (row["rank_first"], row["rank_last"]),
    )


def _draw_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """A row a system, in the order of the first metric; the best score of each metric is bold, the signature its
    tooltip."""
    titles = {row["metric"]: _title(row) for row in rows}
    cells = {(row["system"], row["metric"]): row for row in rows}
    heading = "".join(f"<th>{escape(title)}</th><th>95 % interval</th><th>rank</th>" for title in titles.values())
    first = {metric: next(row["system"] for row in rows if row["metric"] == metric) for metric in titles}
    body = "".join(
        f"<tr><th>{escape(system)}</th>"
        + "".join(_draw_cells(cells.get((system, metric)), best=first[metric] == system) for metric in titles)
        + "</tr>"
        for system in dict.fromkeys(row["system"] for row in rows)
    )
    return f"<table><thead><tr><th>system</th>{heading}</tr></thead><tbody>{body}</tbody></table>"


def _draw_cells(row: Mapping[str, Any] | None, *, best: bool) -> str:
    if row is None:
        return "<td>–</td><td></td><td></td>"
    line = _make_line(row)
    low, high = line.interval or (line.value, line.value)
    first, last = line.rank or ("–", "–")
    value = f"<b>{line.value:.2f}</b>" if best and line.rank is not None else f"{line.value:.2f}"
    return f'<td title="{escape(row["signature"])}">{value}</td><td>{low:.2f}–{high:.2f}</td><td>{first if first == last else f"{first}–{last}"}</td>'
