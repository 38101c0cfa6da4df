"""Which documents carry the difference of two systems: what it would be without each, and without the one that carries
most."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.scoring.scoring import Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One document's part in a difference: ``difference_without`` it, and how much it carries, the whole difference
    less that."""

    metric: str
    system: str
    baseline: str
    document: str
    segments: int
    difference: float
    difference_without: float

    @property
    def carried(self) -> float:
        """What the document adds to the difference, on the metric's own scale."""
        return self.difference - self.difference_without


def find_carriers(measured: Measured, baseline: Measured) -> list[Carrier]:
    """Each document's part in the difference of two scores of the same segments, the largest in the difference's own
    direction first.

    Scores of sums do not add up exactly over documents, so a part is what leaving the document out changes. One
    document has no part.
    """
    rows: dict[str, list[int]] = {}
    for row, document in enumerate(measured.documents):
        rows.setdefault(document, []).append(row)
    if len(rows) < 2:
        return []
    metric = measured.metric
    total, base = measured.statistics.sum(axis=0), baseline.statistics.sum(axis=0)
    difference = metric.score(total) - metric.score(base)
    carriers = [
        Carrier(
            metric=metric.key,
            system=measured.system,
            baseline=baseline.system,
            document=document,
            segments=len(own),
            difference=difference,
            difference_without=metric.score(total - measured.statistics[own].sum(axis=0))
            - metric.score(base - baseline.statistics[own].sum(axis=0)),
        )
        for document, own in rows.items()
    ]
    sign = 1 if difference >= 0 else -1
    return sorted(carriers, key=lambda one: -sign * one.carried)
