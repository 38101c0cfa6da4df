"""Scoring with a loaded COMET model: each distinct text encoded once where the model allows it, ``predict()`` where it does not.

A regression model encodes source, hypothesis and reference apart from each other and joins the three vectors in a small head
(``RegressionMetric.estimate``), so K systems over one test set need (2 + K)/(3K) of the encoder work that ``predict()`` does, and less where
systems agree. Unified, referenceless and XCOMET models go through ``predict()``.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from evalkit.models.loading import load_model
from evalkit.models.locating import LocalModel
from evalkit.models.quiet import silence_libraries

Progress = Callable[[int, int], None]

TOLERANCE = 1e-5
"""How far a score may be from ``predict()``'s."""

_log = logging.getLogger(__name__)

_TOKENS_ON_CPU = 1_500
_TOKENS_ON_GPU = 16_000
_TRIPLES_AT_ONCE = 512
_ROWS_AT_ONCE = 256


class Triple(NamedTuple):
    """The texts of one score; ``None`` for what the model does not read or the user does not have."""

    hypothesis: str
    source: str | None
    reference: str | None


@dataclass(slots=True, kw_only=True, eq=False)
class Scorer:
    """A loaded model and what was learned about it: token counts of texts seen, and whether encoding once was found to be right."""

    model: Any
    kind: str
    lengths: dict[str, int] = field(default_factory=dict)
    encodes_once: bool | None = None

    def score(self, triples: Sequence[Triple], progress: Progress | None = None) -> list[float]:
        """A score for each triple, in their order; equal triples are scored once.

        The scores do not depend on the order, on what else is scored beyond rounding, or on how often a text occurs. A regression model
        is first checked against ``predict()`` on a few triples; if they differ, ``predict()`` scores all and a warning is logged.
        """
        distinct = sorted(set(triples), key=lambda triple: tuple(text or "" for text in triple))
        if not distinct:
            return []
        with silence_libraries():
            by_triple = dict(zip(distinct, self._score_distinct(distinct, progress), strict=True))
        if self.kind == "regression_metric" and not self.encodes_once:
            _log.warning(
                "COMET: encoding each text once gave other scores than predict() with this model, so predict() scored it, slower."
            )
        return [by_triple[triple] for triple in triples]

    def _score_distinct(self, triples: Sequence[Triple], progress: Progress | None) -> list[float]:
        if self.kind == "regression_metric" and self.encodes_once is None:
            self.encodes_once = self._check(triples)
        if self.encodes_once:
            return self._encode_once(triples, progress)
        return predict(self.model, triples, progress)

    def _check(self, triples: Sequence[Triple]) -> bool:
        """Whether encoding once agrees with ``predict()`` on three triples: the shortest, the one in the middle, one halfway between."""
        by_size = sorted(triples, key=lambda triple: sum(len(text or "") for text in triple))
        last = len(by_size) - 1
        chosen = [by_size[index] for index in sorted({0, last // 4, last // 2})]
        expected = predict(self.model, chosen, None)
        found = self._encode_once(chosen, None)
        return all(abs(one - other) <= TOLERANCE for one, other in zip(found, expected, strict=True))

    def _encode_once(self, triples: Sequence[Triple], progress: Progress | None) -> list[float]:
        texts = sorted({text for triple in triples for text in triple if text is not None})
        lengths = self.count_tokens(texts)
        tell = None if progress is None else _in_segments(progress, sum(lengths), len(triples))
        rows = {text: row for row, text in enumerate(texts)}
        vectors = encode_texts(self.model, texts, lengths, tell)
        return _estimate(
            self.model, vectors, [[rows[text] for text in triple if text is not None] for triple in triples]
        )

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, cut at nothing."""
        new = [text for text in dict.fromkeys(texts) if text not in self.lengths]
        if new:
            encoded = self.model.encoder.tokenizer(new, truncation=False, padding=False, verbose=False)["input_ids"]
            self.lengths.update(zip(new, map(len, encoded), strict=True))
        return [self.lengths[text] for text in texts]

    def is_cut(self, triple: Triple) -> bool:
        """Whether the model sees less than the whole of these texts: one of them, or what it joins of them, is too long for it."""
        counts = self.count_tokens([text for text in triple if text is not None])
        encoder = self.model.encoder
        if max(counts) > encoder.max_positions - 2:
            return True
        if self.kind not in ("unified_metric", "xcomet_metric"):
            return False
        # Encoder.concat_sequences: texts without their two special tokens, one at the start and separators behind each.
        return bool(sum(counts) - 2 * len(counts) > encoder.max_positions - 1 - len(counts) * encoder.size_separator)


@lru_cache(maxsize=2)
def open_scorer(model: LocalModel) -> Scorer:
    """The scorer of a model; loading takes seconds, so the last two stay loaded. Raises what :func:`load_model` raises."""
    return Scorer(model=load_model(model), kind=model.kind)


def encode_texts(model: Any, texts: Sequence[str], lengths: Sequence[int], tell: Callable[[int], None] | None) -> Any:
    """The sentence vectors of distinct texts, shape (texts, width); each text goes through the encoder once, the longest first.

    ``tell`` is called with the number of tokens that each batch encoded.
    """
    import torch

    device = choose_device()
    model.to(device)
    vectors = torch.empty(len(texts), model.encoder.output_units, device=device)
    longest = model.encoder.max_positions - 2
    budget = _TOKENS_ON_CPU if device == "cpu" else _TOKENS_ON_GPU
    with torch.inference_mode():
        for batch in make_batches([min(length, longest) for length in lengths], budget):
            inputs = model.encoder.prepare_sample([texts[index] for index in batch]).to(device)
            vectors[batch] = model.get_sentence_embedding(inputs["input_ids"], inputs["attention_mask"])
            if tell is not None:
                tell(sum(lengths[index] for index in batch))
    return vectors


def make_batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """The indices of all texts in batches that hold at most ``budget`` tokens with their padding (one text may exceed it), longest first."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > budget:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _estimate(model: Any, vectors: Any, rows: Sequence[Sequence[int]]) -> list[float]:
    """The head's scores; ``rows`` holds the vectors' rows of hypothesis, source and reference of each score."""
    import torch

    scores: list[float] = []
    with torch.inference_mode():
        for start in range(0, len(rows), _TRIPLES_AT_ONCE):
            index = torch.tensor(rows[start : start + _TRIPLES_AT_ONCE], device=vectors.device)
            hypothesis, source, reference = (vectors[column] for column in index.T)
            scores += model.estimate(src_sentemb=source, mt_sentemb=hypothesis, ref_sentemb=reference).score.tolist()
    return scores


def predict(model: Any, triples: Sequence[Triple], progress: Progress | None) -> list[float]:
    """The scores of the model's own ``predict()``, on one device at most and without bars, a few hundred triples at a time.

    Triples with and without a reference go into different calls: COMET takes what the first of a batch has for all of them.
    """
    scores = [0.0] * len(triples)
    done = 0
    for chunk in _split_alike(triples):
        rows = [_make_row(triples[index]) for index in chunk]
        for index, score in zip(chunk, _predict_interruptible(model, rows), strict=True):
            scores[index] = float(score)
        done += len(chunk)
        if progress is not None:
            progress(done, len(triples))
    return scores


def _split_alike(triples: Sequence[Triple]) -> Iterator[list[int]]:
    """The indices of triples with a reference and of those without one, each by length, in chunks."""
    for absent in (False, True):
        alike = [index for index, triple in enumerate(triples) if (triple.reference is None) == absent]
        alike.sort(key=lambda index: sum(len(text or "") for text in triples[index]))
        yield from (alike[start : start + _ROWS_AT_ONCE] for start in range(0, len(alike), _ROWS_AT_ONCE))


def _make_row(triple: Triple) -> dict[str, str]:
    row = {"mt": triple.hypothesis, "src": triple.source, "ref": triple.reference}
    return {side: text for side, text in row.items() if text is not None}


def _predict_interruptible(model: Any, rows: list[dict[str, str]]) -> list[float]:
    """``predict()``, with an interrupt as KeyboardInterrupt: Lightning turns it into ``exit(1)`` and ignores all that follow."""
    handler = signal.getsignal(signal.SIGINT)
    try:
        found = model.predict(
            rows, batch_size=16, gpus=int(choose_device() != "cpu"), num_workers=0, progress_bar=False
        )
    except SystemExit as error:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, handler)
        raise KeyboardInterrupt from error
    return list(found["scores"])


def choose_device() -> str:
    """The device to score on: one GPU where PyTorch can use one, else the CPU."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _in_segments(progress: Progress, tokens: int, segments: int) -> Callable[[int], None]:
    """A function to be told of encoded tokens, which tells ``progress`` the share of segments that this is worth."""
    done = 0

    def tell(encoded: int) -> None:
        nonlocal done
        done += encoded
        progress(segments * done // max(tokens, 1), segments)

    return tell
