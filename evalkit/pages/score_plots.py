"""Segment scores as plots: how each system's spread, metric against metric with the segments behind the points, and by
source length."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from evalkit.comparing.buckets import BucketScore, cut_by_length
from evalkit.data import EvalSet, Evaluation, Segment
from evalkit.data.frames import list_rows
from evalkit.data.showing import show_text
from evalkit.pages.figures import Figure
from evalkit.tables.columns import Cell, Column
from evalkit.tables.phrases import as_phrase, phrase
from evalkit.tables.scoreboard import Scoreboard

_BINS = 20
_TEXT = 120
"""So much of a source text is said of a point; the link leads to all of it."""
QUANTILES = (5, 25, 50, 75, 95)
_SYSTEM = Column(key="system", title=phrase("System"))
_SEGMENTS = Column(key="segments", title=phrase("Segments"))


@dataclass(frozen=True, kw_only=True)
class Points:
    """The segment scores of every system against the first reference, on the scale people read.

    ``values`` holds one entry a segment for each (metric, system), ``None`` where it has none. Segments stand in the
    order of the sets; ``links`` lead to each, ``names`` and ``texts`` say which it is.
    """

    segments: tuple[Segment, ...]
    names: tuple[str, ...]
    links: tuple[str, ...]
    systems: tuple[str, ...]
    metrics: tuple[str, ...]
    values: Mapping[tuple[str, str], Sequence[float | None]]

    @cached_property
    def sources(self) -> Sequence[str]:
        """The text that says how long a segment is: its source, without one its first reference."""
        return [segment.source_text or _first_reference(segment) for segment in self.segments]

    def find_scores(self, metric: str, system: str) -> list[float]:
        """A system's segment scores, those there are."""
        return [value for value in self.values.get((metric, system), ()) if value is not None]


def _first_reference(segment: Segment) -> str:
    return segment.reference_text(next(iter(segment.references))) if segment.references else segment.hypothesis_text


def gather_points(evaluation: Evaluation, scoreboard: Scoreboard, links: Mapping[tuple[str, int], str]) -> Points:
    """The segment scores of an evaluation; ``links`` leads to each segment by (document, index)."""
    segments = _list_segments(evaluation.sets)
    keys = [(segment.document.name, segment.index) for segment in segments]
    by_key: dict[tuple[str, str], dict[tuple[str, int], float]] = {}
    frame = evaluation.scores
    main = set(scoreboard.main_references.items())
    for row in list_rows(frame[frame["index"].notna()]):
        if row["value"] is not None and (row["metric"], row["reference"]) in main:
            value = scoreboard.scale(row["metric"], row["value"])
            by_key.setdefault((row["metric"], row["system"]), {})[row["document"], row["index"]] = value
    return Points(
        segments=segments,
        names=tuple(f"{document} {index + 1}" for document, index in keys),
        links=tuple(links.get(key, "") for key in keys),
        systems=scoreboard.systems,
        metrics=scoreboard.metrics,
        values={key: [found.get(segment) for segment in keys] for key, found in by_key.items()},
    )


def _list_segments(sets: Sequence[EvalSet]) -> tuple[Segment, ...]:
    listed = {(segment.document.name, segment.index): segment for one in sets for segment in one.segments}
    return tuple(listed.values())


def describe_points(points: Points, scoreboard: Scoreboard) -> Mapping[str, Any]:
    """The points as values for JSON: what the plot of metric against metric draws from; it begins with the best
    system."""
    shown = scoreboard.values(points.metrics[0]) if points.metrics else {}
    sign = scoreboard.sign(points.metrics[0]) if points.metrics else 1
    best = max(shown, key=lambda system: sign * shown[system], default=None)
    return {
        "systems": [show_text(system) for system in points.systems],
        "metrics": list(points.metrics),
        "first": points.systems.index(best) if best is not None else 0,
        "names": [show_text(name) for name in points.names],
        "links": list(points.links),
        "texts": [show_text(text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…") for text in points.sources],
        "values": [
            [_round_all(points.values.get((metric, system), ())) for system in points.systems]
            for metric in points.metrics
        ],
    }


def _round_all(values: Sequence[float | None]) -> list[float | None]:
    return [None if value is None else round(value, 2) for value in values]


def make_distribution_figures(points: Points, scoreboard: Scoreboard) -> list[Figure]:
    """A figure for each metric: quantiles and shares of equally wide classes of each system's segment scores, best
    system first."""
    return [figure for metric in points.metrics if (figure := _make_distribution(points, scoreboard, metric)).rows]


def _make_distribution(points: Points, scoreboard: Scoreboard, metric: str) -> Figure:
    values = scoreboard.values(metric)
    order = sorted(values, key=lambda system: -scoreboard.sign(metric) * values[system])
    scores = {system: found for system in order if (found := points.find_scores(metric, system))}
    bounds = choose_bounds([value for found in scores.values() for value in found])
    classes = [
        Column(key=f"bin{number}", title=as_phrase(f"{low:g}–{high:g} (%)"), places=1)
        for number, (low, high) in enumerate(pairwise(bounds))
    ]
    quantiles = [Column(key=f"q{share}", title=as_phrase(f"{share} %"), places=1) for share in QUANTILES]
    rows: list[tuple[Cell, ...]] = [
        (system, len(found), *find_quantiles(found), *count_shares(found, bounds)) for system, found in scores.items()
    ]
    return Figure(
        kind="distributions",
        title=as_phrase(scoreboard.label(metric)),
        columns=(_SYSTEM, _SEGMENTS, *quantiles, *classes),
        rows=tuple(rows),
        options=(("bounds", bounds),),
    )


def choose_bounds(values: Sequence[float]) -> list[float]:
    """The bounds of some twenty equally wide classes, at multiples of 1, 2 or 5 times a power of ten, from the lowest
    value to the highest."""
    low, high = (round(bound, 6) for bound in (min(values, default=0.0), max(values, default=1.0)))
    span = (high - low) or 1.0
    power = 10.0 ** math.floor(math.log10(span / _BINS))
    step = next(power * times for times in (1, 2, 5, 10) if span / (power * times) <= _BINS)
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    return [round(number * step, 10) for number in range(first, last + 1)]


def find_quantiles(values: Sequence[float]) -> list[float]:
    """The quantiles at :data:`QUANTILES` per cent, interpolated."""
    ordered = sorted(values)
    found = []
    for share in QUANTILES:
        place = (len(ordered) - 1) * share / 100
        below = math.floor(place)
        above = min(below + 1, len(ordered) - 1)
        found.append(ordered[below] + (ordered[above] - ordered[below]) * (place - below))
    return found


def count_shares(values: Sequence[float], bounds: Sequence[float]) -> list[float]:
    """The percentage of the values in each class; the last one holds its upper bound too."""
    step = bounds[1] - bounds[0]
    counts = [0] * (len(bounds) - 1)
    for value in values:
        counts[min(max(int((value - bounds[0]) / step + 1e-9), 0), len(counts) - 1)] += 1
    return [100 * count / len(values) for count in counts]


def make_points_figure(points: Points) -> Figure | None:
    """Metric against metric, with how far they agree in each system's segments; ``None`` with fewer than two
    metrics."""
    if len(points.metrics) < 2 or not points.segments:
        return None
    pairs = [(one, other) for number, one in enumerate(points.metrics) for other in points.metrics[number + 1 :]]
    rows = [
        (system, f"{one} × {other}", _correlate(points.values.get((one, system), ()), points.values.get((other, system), ())))
        for one, other in pairs
        for system in points.systems
    ]  # fmt: skip
    return Figure(
        kind="points",
        title=phrase("Each point is a segment"),
        columns=(
            _SYSTEM,
            Column(key="metrics", title=phrase("Metrics")),
            Column(key="correlation", title=phrase("Correlation"), places=3),
        ),
        rows=tuple(rows),
    )


def _correlate(one: Sequence[float | None], other: Sequence[float | None]) -> float | None:
    """Pearson's correlation of the segments that have both; ``None`` where nothing varies."""
    pairs = [(a, b) for a, b in zip(one, other, strict=False) if a is not None and b is not None]
    if len(pairs) < 3:
        return None
    from statistics import StatisticsError, correlation

    try:
        return correlation([a for a, _ in pairs], [b for _, b in pairs])
    except StatisticsError:
        return None


def score_lengths(points: Points) -> list[BucketScore]:
    """The mean segment score of every bucket of source length, on the scale people read."""
    buckets = cut_by_length(points.sources) if points.segments else []
    scores = []
    for (metric, system), values in points.values.items():
        for bucket in buckets:
            own = [value for line in bucket.lines if (value := values[line]) is not None]
            if own:
                scores.append(
                    BucketScore(
                        kind=bucket.kind,
                        name=bucket.name,
                        segments=len(own),
                        metric=metric,
                        system=system,
                        value=sum(own) / len(own),
                    )
                )
    return scores


def make_bucket_figures(scores: Sequence[BucketScore], scoreboard: Scoreboard) -> list[Figure]:
    """A figure for each metric: every system's score by source length. ``scores`` are on the scale people read."""
    figures = []
    for metric in scoreboard.metrics:
        own = [one for one in scores if one.metric == metric and one.kind == "length"]
        values = scoreboard.values(metric)
        rank = {system: -scoreboard.sign(metric) * value for system, value in values.items()}
        rows = tuple(_list_bucket(one) for one in sorted(own, key=lambda one: rank.get(one.system, 0.0)))
        if rows:
            figures.append(
                Figure(kind="buckets", title=as_phrase(scoreboard.label(metric)), columns=_BUCKET_COLUMNS, rows=rows)
            )
    return figures


def make_segment_groups(
    points: Points, scoreboard: Scoreboard, lengths: Sequence[BucketScore]
) -> Mapping[str, Sequence[Figure]]:
    """The figures of segment scores by group, as every page of scores shows them; ``lengths`` are on the scale people
    read."""
    scatter = make_points_figure(points)
    return {
        "distributions": make_distribution_figures(points, scoreboard),
        "points": [scatter] if scatter else [],
        "buckets": make_bucket_figures(lengths, scoreboard),
    }


_BUCKET_COLUMNS = (
    _SYSTEM,
    Column(key="length", title=phrase("Length")),
    _SEGMENTS,
    Column(key="score", title=phrase("Score"), places=2),
)


def _list_bucket(one: BucketScore) -> tuple[Cell, ...]:
    return (one.system, one.name, one.segments, one.value)
