"""Scores of parts of a test set: by source length, domain, document, with or without numbers, names, terms, and by how
rare their words are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalkit.scoring.scoring import Measured

_FEWEST = 10
"""Smaller buckets of lines are not shown; documents are, whatever their size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Some segments of a test set, by their place in it (from 0); ``kind`` says what they have in common, ``name``
    which of it."""

    kind: str
    name: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """What ``kind`` of thing tells the lines of a test set apart: the bucket's name for each of them, or ``""``, and
    the order of the names."""

    kind: str
    lines: tuple[str, ...]
    order: tuple[str, ...] = ("with", "without")


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketScore:
    """One system's score of one bucket, on the metric's own scale."""

    kind: str
    name: str
    segments: int
    metric: str
    system: str
    value: float


def make_buckets(
    texts: Sequence[str],
    documents: Sequence[str] = (),
    domains: Sequence[str] = (),
    traits: Sequence[Trait] = (),
) -> list[Bucket]:
    """The buckets of these texts (the source's lines, or a reference's); kinds with one bucket only are left out."""
    return [
        *cut_by_length(texts),
        *_drop_single(
            _gather("numbers", ["with" if any(map(str.isdecimal, text)) else "without" for text in texts], _FEWEST)
        ),
        *(bucket for trait in traits for bucket in make_trait_buckets(trait)),
        *_drop_single(_gather("domain", domains, _FEWEST)),
        *_drop_single(_gather("document", documents, 1)),
    ]


def score_buckets(measured: Sequence[Measured], buckets: Sequence[Bucket]) -> list[BucketScore]:
    """The score of every bucket by every metric and system: of the sum of its segments' statistics."""
    scores = []
    for one in measured:
        rows = {line: row for row, line in enumerate(one.indexes)}
        for bucket in buckets:
            own = [rows[line] for line in bucket.lines if line in rows]
            if own:
                value = one.metric.score(one.statistics[own].sum(axis=0))
                scores.append(
                    BucketScore(
                        kind=bucket.kind,
                        name=bucket.name,
                        segments=len(own),
                        metric=one.metric.key,
                        system=one.system,
                        value=value,
                    )
                )
    return scores


def make_trait_buckets(trait: Trait) -> list[Bucket]:
    """The buckets of a trait, in its order."""
    return sorted(_drop_single(_gather(trait.kind, trait.lines, _FEWEST)), key=lambda one: trait.order.index(one.name))


def cut_by_length(texts: Sequence[str]) -> list[Bucket]:
    """Four buckets of nearly equal size, cut between lengths in characters: equal lengths are never parted. None where
    all are one bucket."""
    return _drop_single(_cut_by_length(texts))


def _cut_by_length(texts: Sequence[str]) -> Iterator[Bucket]:
    lengths = [len(text) for text in texts]
    ordered = sorted(lengths)
    bounds = sorted({ordered[len(ordered) * quarter // 4] for quarter in (1, 2, 3)} - {ordered[0]})
    for lower, upper in zip([0, *bounds], [*bounds, ordered[-1] + 1], strict=True):
        lines = tuple(line for line, length in enumerate(lengths) if lower <= length < upper)
        if len(lines) >= _FEWEST:
            yield Bucket(kind="length", name=f"{max(lower, ordered[0])}–{upper - 1} characters", lines=lines)


def _gather(kind: str, names: Sequence[str], fewest: int) -> Iterator[Bucket]:
    lines: dict[str, list[int]] = {}
    for line, name in enumerate(names):
        if name:
            lines.setdefault(name, []).append(line)
    for name, own in lines.items():
        if len(own) >= fewest:
            yield Bucket(kind=kind, name=name, lines=tuple(own))


def _drop_single(buckets: Iterator[Bucket]) -> list[Bucket]:
    listed = list(buckets)
    return listed if len(listed) > 1 else []
