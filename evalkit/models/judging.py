"""Segment scores of one model: from the store where they are there, else computed, and kept batch by batch.

The model is loaded only when something is to be scored, so a second run over the same texts needs neither it nor
PyTorch.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path

from evalkit.data.metric import Progress
from evalkit.errors import CacheError
from evalkit.models.devices import Precision, list_devices
from evalkit.models.encoding import Triple
from evalkit.models.locating import LocalModel
from evalkit.models.vectors import VectorShelf, find_vector_store
from evalkit.scoring.cache import ScoreStore, SegmentScore, make_key

_METHOD = 1
"""The number of the way in which scores are computed from texts: raised when that changes a score, so that no older one
is found again."""

_log = logging.getLogger(__name__)


@dataclass(kw_only=True, eq=False)
class Judge:
    """One model with the scores that are known of it. ``store`` is the path of the store, ``None`` where none is to be
    used."""

    local: LocalModel
    precision: Precision
    store: Path | None
    trusted: bool = False
    known: dict[Triple, SegmentScore] = field(default_factory=dict)

    @cached_property
    def identity(self) -> str:
        """What a score depends on besides the texts: model, revision, precision, package versions."""
        parts = {
            "model": self.local.name,
            "revision": self.local.revision,
            "weights": self.local.weights,
            "precision": self.precision,
            "comet": version("unbabel-comet"),
            "torch": version("torch").split("+")[0],
            "transformers": version("transformers"),
            "method": str(_METHOD),
        }
        return "|".join(f"{name}:{value}" for name, value in parts.items())

    def judge(self, triples: Sequence[Triple], progress: Progress | None = None) -> list[SegmentScore]:
        """What the model says of each triple, in their order; equal triples are scored once.

        ``progress`` is told how many distinct triples are done, and of how many. A store that cannot be used is a
        logged warning.
        """
        distinct = sorted(set(triples), key=lambda triple: tuple(text or "" for text in triple))
        with self._open_store() as store:
            missing = self._recall(distinct, store)
            done = len(distinct) - len(missing)
            _tell(progress, done, len(distinct))
            for scored in self._score(missing) if missing else ():
                store.keep(scored)
                self.known.update(scored)
                done += len(scored)
                _tell(progress, done, len(distinct))
        return [self.known[triple] for triple in triples]

    def is_cut(self, triple: Triple) -> bool:
        """Whether the model saw, or would see, less than the whole of these texts."""
        from evalkit.models.segment_scores import open_scorer

        if triple in self.known:
            return self.known[triple].cut
        return open_scorer(self.local, self.precision, trusted=self.trusted).is_cut(triple)

    def _score(self, triples: Sequence[Triple]) -> Iterator[dict[Triple, SegmentScore]]:
        from evalkit.models.segment_scores import open_scorer
        from evalkit.models.workers import score_on_devices

        devices = list_devices()
        if len(devices) > 1 and len(triples) > 1:
            return score_on_devices(
                self.local, self.precision, devices, triples, shelf=self._make_shelf(), trusted=self.trusted
            )
        scorer = open_scorer(self.local, self.precision, trusted=self.trusted)
        return scorer.score(triples, self._make_shelf())

    def _make_shelf(self) -> VectorShelf:
        if self.store is None:
            return VectorShelf(path=None, model="")
        return VectorShelf(path=find_vector_store(self.store), model=self.identity)

    def _recall(self, triples: Sequence[Triple], store: _Keeper) -> list[Triple]:
        """The triples that are neither known nor in the store; those in the store become known."""
        missing = [triple for triple in triples if triple not in self.known]
        self.known.update(store.find(missing))
        return [triple for triple in missing if triple not in self.known]

    @contextmanager
    def _open_store(self) -> Iterator[_Keeper]:
        store = None
        if self.store is not None:
            try:
                store = ScoreStore(self.store)
            except CacheError as error:
                _warn(error)
        try:
            yield _Keeper(store=store, model=self.identity if store is not None else "")
        finally:
            if store is not None:
                store.close()


@dataclass(slots=True, kw_only=True, eq=False)
class _Keeper:
    """A store in terms of triples; without a store, or with one that failed, it finds and keeps nothing."""

    store: ScoreStore | None
    model: str

    def find(self, triples: Sequence[Triple]) -> dict[Triple, SegmentScore]:
        if self.store is None:
            return {}
        keys = {triple: make_key(self.model, triple) for triple in triples}
        try:
            found = self.store.find(self.model, keys.values())
        except CacheError as error:
            self._give_up(error)
            return {}
        return {triple: found[key] for triple, key in keys.items() if key in found}

    def keep(self, scores: dict[Triple, SegmentScore]) -> None:
        if self.store is not None:
            try:
                self.store.keep(self.model, {make_key(self.model, triple): score for triple, score in scores.items()})
            except CacheError as error:
                self._give_up(error)

    def _give_up(self, error: CacheError) -> None:
        _warn(error)
        if self.store is not None:
            self.store.close()
        self.store = None


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _warn(error: CacheError) -> None:
    _log.warning("COMET: scores are computed anew and not kept. %s", error)


@lru_cache(maxsize=2)
def open_judge(local: LocalModel, precision: Precision, *, store: Path | None, trusted: bool = False) -> Judge:
    """The judge of a model, with all it learned in this process. Loads nothing."""
    return Judge(local=local, precision=precision, store=store, trusted=trusted)
