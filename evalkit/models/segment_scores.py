"""Scoring with a loaded COMET model: each distinct text encoded once where the model allows it, ``predict()`` where it
does not."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from evalkit.models.devices import TOLERANCES, Precision, choose_precision, list_devices, set_precision
from evalkit.models.encoding import (
    TOKENS_ON_CPU,
    TOKENS_ON_GPU,
    Triple,
    encode_hypotheses,
    encode_shared,
    estimate,
    score_by_encoding,
)
from evalkit.models.loading import load_model
from evalkit.models.locating import LocalModel
from evalkit.models.predicting import predict, score_by_predicting
from evalkit.models.quiet import silence_libraries
from evalkit.models.vectors import VectorShelf
from evalkit.scoring.cache import SegmentScore

__all__ = ["Scorer", "Triple", "open_scorer"]

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True, eq=False)
class Scorer:
    """A loaded model and what was learned about it: token counts of texts seen, and whether encoding once was found to
    be right."""

    model: Any
    kind: str
    precision: Precision = "single"
    lengths: dict[str, int] = field(default_factory=dict)
    encodes_once: bool | None = None

    def score(
        self, triples: Sequence[Triple], shelf: VectorShelf | None = None
    ) -> Iterator[dict[Triple, SegmentScore]]:
        """The scores of distinct triples, as they are finished.

        They do not depend on the order, on what else is scored beyond rounding, or on how often a text occurs. A
        regression model is first checked against ``predict()`` on two triples; if they differ, ``predict()`` scores all
        and a warning is logged. On the ``shelf`` vectors of sources and references are found and kept.
        """
        self.count_tokens([text for triple in triples for text in triple.texts])
        shelf = shelf or VectorShelf(path=None, model="")
        try:
            for some in self._score(triples, shelf):
                yield {
                    triple: SegmentScore(score=one.score, cut=self.is_cut(triple), spans=one.spans)
                    for triple, one in some.items()
                }
        finally:
            shelf.close()

    def _score(self, triples: Sequence[Triple], shelf: VectorShelf) -> Iterator[dict[Triple, SegmentScore]]:
        vectors: dict[str, Any] = {}
        if self.kind == "regression_metric" and self.encodes_once is None:
            checked = self._check(triples, shelf, vectors)
            yield checked
            triples = [triple for triple in triples if triple not in checked]
        if not self.encodes_once:
            yield from score_by_predicting(self.model, triples)
            return
        for some in score_by_encoding(self.model, triples, self.lengths, self._budget, shelf=shelf, vectors=vectors):
            yield {triple: SegmentScore(score=score) for triple, score in some.items()}

    def _check(
        self, triples: Sequence[Triple], shelf: VectorShelf, vectors: dict[str, Any]
    ) -> dict[Triple, SegmentScore]:
        """What ``predict()`` says of two triples: the shortest and one of a quarter of all that are longer.

        Says in ``encodes_once`` whether encoding once agrees with it, and leaves the vectors that it made in
        ``vectors``.
        """
        by_size = sorted(triples, key=lambda triple: sum(self.lengths[text] for text in triple.texts))
        chosen = [by_size[index] for index in sorted({0, (len(by_size) - 1) // 4})] if triples else []
        expected = dict(zip(chosen, predict(self.model, chosen), strict=True)) if chosen else {}
        found = self._encode_once(chosen, shelf, vectors) if chosen else {}
        self.encodes_once = all(
            abs(found[triple] - one.score) <= TOLERANCES[self.precision] for triple, one in expected.items()
        )
        if not self.encodes_once:
            _log.warning(
                "COMET: encoding each text once gave other scores than predict() with this model, so predict() scored it, slower."
            )
        return expected

    def _encode_once(
        self, triples: Sequence[Triple], shelf: VectorShelf, vectors: dict[str, Any]
    ) -> dict[Triple, float]:
        encode_shared(self.model, triples, self.lengths, self._budget, shelf=shelf, vectors=vectors)
        encode_hypotheses(self.model, triples, self.lengths, self._budget, vectors=vectors)
        return estimate(self.model, triples, vectors)

    @property
    def _budget(self) -> int:
        return TOKENS_ON_CPU if self.model.device.type == "cpu" else TOKENS_ON_GPU

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, cut at nothing."""
        new = [text for text in dict.fromkeys(texts) if text not in self.lengths]
        if new:
            with silence_libraries():
                encoded = self.model.encoder.tokenizer(new, truncation=False, padding=False, verbose=False)["input_ids"]
            self.lengths.update(zip(new, map(len, encoded), strict=True))
        return [self.lengths[text] for text in texts]

    def is_cut(self, triple: Triple) -> bool:
        """Whether the model sees less than the whole of these texts: one of them, or what it joins of them, is too long
        for it."""
        counts = self.count_tokens(triple.texts)
        encoder = self.model.encoder
        if max(counts) > encoder.max_positions - 2:
            return True
        if self.kind not in ("unified_metric", "xcomet_metric"):
            return False
        # Encoder.concat_sequences: texts without their two special tokens, one at the start and separators behind each.
        return bool(sum(counts) - 2 * len(counts) > encoder.max_positions - 1 - len(counts) * encoder.size_separator)


@lru_cache(maxsize=2)
def open_scorer(model: LocalModel, precision: Precision | None = None, *, trusted: bool = False) -> Scorer:
    """The scorer of a model, on the first GPU where there is one; loading takes seconds, so the last two stay loaded.

    Raises what :func:`load_model` raises.
    """
    chosen = choose_precision(precision)
    with silence_libraries():
        loaded = set_precision(load_model(model, trusted=trusted), chosen).to(list_devices()[0])
    return Scorer(model=loaded, kind=model.kind, precision=chosen)
