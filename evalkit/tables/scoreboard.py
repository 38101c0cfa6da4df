"""Scores as people read them: looked up by system, reference and metric, times the metric's factor, best only where
that is proven."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from evalkit.comparing.ranking import Ranking, rank_systems
from evalkit.data import AS_IS, QUOTES_NORMALISED, REPAIRED, Comparison, Evaluation
from evalkit.data.frames import list_rows

if TYPE_CHECKING:
    import pandas

TRUSTED_FROM = 100
"""Below this number of segments the report says that a difference is not to be trusted."""

ScoreKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownScore:
    """A score on the scale people read, the signature to quote it with, and whether it is proven best."""

    value: float
    signature: str
    best: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What replacing a reference moves one system's score by, on the scale people read."""

    metric: str
    system: str
    before: str
    after: str
    difference: float
    interval: tuple[float, float] | None

    @property
    def quotes_normalised(self) -> bool:
        """Whether quotation marks and apostrophes were made alike on both sides first."""
        return self.after.endswith(QUOTES_NORMALISED)

    @property
    def nothing(self) -> bool:
        """Whether the move is too small to show."""
        return abs(self.difference) < 0.005

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.interval is not None and (self.interval[0] > 0 or self.interval[1] < 0)


class Scoreboard:
    """The scores and comparisons of one evaluation, ready for pages; it holds no text."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._frame = evaluation.scores
        self._comparisons = evaluation.comparisons
        self._factors = evaluation.manifest.get("shown_factors", {})
        self._higher_is_better = evaluation.manifest.get("higher_is_better", {})
        self.systems = tuple(evaluated.system for evaluated in evaluation.sets)

    def factor(self, metric: str) -> float:
        """What people see a score of the metric multiplied by; a metric that nobody described is shown as it is."""
        return float(self._factors.get(metric, 1.0))

    def is_better_higher(self, metric: str) -> bool:
        """False for error rates."""
        return bool(self._higher_is_better.get(metric, True))

    def label(self, metric: str) -> str:
        """The metric's name as a column heading: with an arrow where less is better."""
        return metric if self.is_better_higher(metric) else f"{metric} ↓"

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that were scored, in the evaluation's order."""
        present = list(dict.fromkeys(self._frame["metric"].dropna().tolist()))
        return tuple(sorted(present, key=[*self._factors, *present].index))

    @cached_property
    def references(self) -> tuple[str, ...]:
        """The references that systems were scored against, the existing rendering and its repair first, quote variants
        left out."""
        present = dict.fromkeys(self._frame["reference"].dropna().tolist())
        plain = [name for name in present if not name.endswith(QUOTES_NORMALISED)]
        return tuple(sorted(plain, key=lambda name: {AS_IS: 0, REPAIRED: 1}.get(name, 2)))

    @cached_property
    def main_references(self) -> Mapping[str, str]:
        """By metric the reference that systems are compared by: the first that it scored against. That of a
        reference-free metric is another than the others'."""
        scored = {(metric, reference) for _, reference, metric in self.segment_counts}
        return {
            metric: next((name for name in self.references if (metric, name) in scored), "") for metric in self.metrics
        }

    @cached_property
    def system_scores(self) -> Mapping[ScoreKey, ShownScore]:
        """The score of each (system, reference, metric)."""
        rows = self._frame[self._frame["document"].isna()]
        return {key: self._mark_best(key, shown) for key, shown in self._read(rows).items()}

    @cached_property
    def segment_counts(self) -> Mapping[ScoreKey, int]:
        """How many segments each (system, reference, metric) was scored on."""
        rows = self._frame[self._frame["index"].notna()]
        return Counter(zip(rows["system"], rows["reference"], rows["metric"], strict=True))

    @cached_property
    def scored_places(self) -> Set[tuple[str, int]]:
        """The segments that any output was scored on, by document and number."""
        rows = self._frame[self._frame["index"].notna()]
        return set(zip(rows["document"], rows["index"], strict=True))

    @cached_property
    def scored_documents(self) -> Mapping[ScoreKey, frozenset[str]]:
        """The documents in which each (system, reference, metric) was scored."""
        rows = self._frame[self._frame["index"].isna() & self._frame["document"].notna()]
        found: dict[ScoreKey, set[str]] = defaultdict(set)
        for system, reference, metric, document in zip(
            rows["system"], rows["reference"], rows["metric"], rows["document"], strict=True
        ):
            found[system, reference, metric].add(document)
        return {key: frozenset(documents) for key, documents in found.items()}

    @cached_property
    def segments(self) -> int:
        """The largest number of segments that a score stands on."""
        return max(self.segment_counts.values(), default=0)

    @property
    def trusted(self) -> bool:
        """Whether there are enough segments for differences to be trusted."""
        return self.segments >= TRUSTED_FROM

    def document_scores(self, document: str) -> Mapping[ScoreKey, ShownScore]:
        """The scores of one document by (system, reference, metric)."""
        of_document = self._of_document(document)
        return self._read(of_document[of_document["index"].isna()])

    def list_segment_scores(self, document: str) -> Iterable[tuple[str, str, int, str, float]]:
        """System, reference, index, metric and shown value of every segment score of one document."""
        of_document = self._of_document(document)
        for row in list_rows(of_document[of_document["index"].notna()]):
            shown = row["value"] * self.factor(row["metric"]) if row["value"] is not None else None
            if shown is not None:
                yield row["system"], row["reference"], row["index"], row["metric"], shown

    @cached_property
    def moves(self) -> Sequence[Move]:
        """What the reference's defects move: every system against a reference and what it was replaced by, by
        metric."""
        moves = [
            self._make_move(c)
            for c in self._comparisons
            if c.system == c.baseline and c.reference != c.baseline_reference
        ]
        order = {metric: position for position, metric in enumerate(self.metrics)}
        return sorted(
            moves, key=lambda move: (order.get(move.metric, 99), self._rank(move.system), move.quotes_normalised)
        )

    @cached_property
    def told_references(self) -> Sequence[str]:
        """The references that a table of scores shows: the repaired one only where it moves a score by so much that it
        is seen."""
        moves = any(not move.nothing for move in self.moves)
        return [name for name in self.references if moves or name != REPAIRED or len(self.references) == 1]

    @cached_property
    def clustering_metrics(self) -> Sequence[str]:
        """The metrics by which the systems fall into clusters: one cluster that holds all says nothing."""
        clusters = {metric: {one.cluster for one in self.rankings(metric).values()} for metric in self.metrics}
        return [metric for metric, found in clusters.items() if len(found) > 1]

    @cached_property
    def ranked_systems(self) -> Sequence[str]:
        """The systems, the best by the first metric first; those without a score last."""
        values = self.values(self.metrics[0]) if self.metrics else {}
        sign = self.sign(self.metrics[0]) if self.metrics else 1
        scored = sorted(values, key=lambda system: -sign * values[system])
        return [*scored, *(system for system in self.systems if system not in values)]

    def find_move(self, system: str, metric: str) -> Move | None:
        """What repairing the existing rendering moves, if that was computed."""
        return next(
            (m for m in self.moves if (m.system, m.metric, m.before, m.after) == (system, metric, AS_IS, REPAIRED)),
            None,
        )

    @cached_property
    def duels(self) -> Sequence[Comparison]:
        """The comparisons of two systems against one reference."""
        return [c for c in self._comparisons if c.system != c.baseline and c.reference == c.baseline_reference]

    def sign(self, metric: str) -> int:
        """1 where a higher score is better, −1 for error rates."""
        return 1 if self.is_better_higher(metric) else -1

    def values(self, metric: str) -> Mapping[str, float]:
        """Each system's score against the metric's main reference, as people read it."""
        reference = self.main_references[metric]
        shown = {system: self.system_scores.get((system, reference, metric)) for system in self.systems}
        return {system: score.value for system, score in shown.items() if score}

    def rankings(self, metric: str) -> Mapping[str, Ranking]:
        """Each system's rank and cluster by the comparisons against the metric's main reference; none below the trusted
        number of segments."""
        reference = self.main_references[metric]
        duels = [one for one in self.duels if (one.metric, one.reference) == (metric, reference)]
        if not duels or not self.trusted:
            return {}
        return rank_systems({system: self.sign(metric) * value for system, value in self.values(metric).items()}, duels)

    def scale(self, metric: str, value: float) -> float:
        """A value of the metric on the scale people read."""
        return value * self.factor(metric)

    def _make_move(self, comparison: Comparison) -> Move:
        factor = self.factor(comparison.metric)
        interval = comparison.interval
        return Move(
            metric=comparison.metric,
            system=comparison.system,
            before=comparison.baseline_reference,
            after=comparison.reference,
            difference=comparison.difference * factor,
            interval=(interval[0] * factor, interval[1] * factor) if interval else None,
        )

    def _mark_best(self, key: ScoreKey, shown: ShownScore) -> ShownScore:
        """Best only if every other system was compared on enough segments and found worse."""
        system, reference, metric = key
        beaten = {c.baseline for c in self._decided(reference, metric) if c.system == system and c.verdict == "better"}
        beaten |= {c.system for c in self._decided(reference, metric) if c.baseline == system and c.verdict == "worse"}
        others = set(self.systems) - {system}
        enough = self.segment_counts.get(key, 0) >= TRUSTED_FROM
        return ShownScore(
            value=shown.value, signature=shown.signature, best=enough and bool(others) and others <= beaten
        )

    def _decided(self, reference: str, metric: str) -> Iterable[Comparison]:
        return (c for c in self.duels if (c.reference, c.metric) == (reference, metric))

    def _rank(self, system: str) -> int:
        return self.systems.index(system) if system in self.systems else len(self.systems)

    def _of_document(self, document: str) -> pandas.DataFrame:
        return self._frame[(self._frame["document"] == document).fillna(False)]

    def _read(self, rows: pandas.DataFrame) -> dict[ScoreKey, ShownScore]:
        return {
            (row["system"], row["reference"], row["metric"]): ShownScore(
                value=self.scale(row["metric"], row["value"]), signature=row["signature"] or ""
            )
            for row in list_rows(rows)
            if row["value"] is not None
        }
