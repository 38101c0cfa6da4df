"""Scoring with a model's own ``predict()``: for models that read the texts together, and to check others against.

Each call is one process on one device; with more than one GPU ``predict()`` ends its worker processes by ``exit()``, so
that is never used.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evalkit.models.devices import run_within_memory
from evalkit.models.encoding import Triple
from evalkit.models.quiet import silence_libraries
from evalkit.scoring.cache import ErrorSpan, SegmentScore

BATCH_SIZE = 16
_SHORT = 2.0
_LARGEST_CALL = 1024


def score_by_predicting(model: Any, triples: Sequence[Triple]) -> Iterator[dict[Triple, SegmentScore]]:
    """The scores of distinct triples, some seconds' worth at a time.

    Triples with and without a reference go into different calls: COMET takes what the first of a batch has for all of
    them. Out of memory, batches are halved.
    """
    for absent in (False, True):
        alike = [triple for triple in triples if (triple.reference is None) == absent]
        yield from _predict_all(model, sorted(alike, key=lambda triple: sum(map(len, triple.texts))))


def _predict_all(model: Any, triples: list[Triple]) -> Iterator[dict[Triple, SegmentScore]]:
    done = 0

    def predict_rest(batch_size: int) -> Iterator[dict[Triple, SegmentScore]]:
        nonlocal done
        at_once = batch_size
        while done < len(triples):
            some, started = triples[done : done + at_once], time.monotonic()
            found = predict(model, some, batch_size)
            done += len(some)
            yield dict(zip(some, found, strict=True))
            if time.monotonic() - started < _SHORT:
                at_once = min(2 * at_once, _LARGEST_CALL)

    return run_within_memory(BATCH_SIZE, predict_rest)


def predict(model: Any, triples: Sequence[Triple], batch_size: int = BATCH_SIZE) -> list[SegmentScore]:
    """What one call of ``predict()`` says of these triples, in their order.

    An interrupt rises as KeyboardInterrupt: Lightning turns it into ``exit(1)`` and ignores all that follow.
    """
    handler = signal.getsignal(signal.SIGINT)
    rows = [_make_row(triple) for triple in triples]
    try:
        with silence_libraries():
            on_gpu = model.device.type != "cpu"
            found = model.predict(rows, batch_size=batch_size, gpus=int(on_gpu), num_workers=0, progress_bar=False)
    except SystemExit as error:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, handler)
        raise KeyboardInterrupt from error
    metadata = found.get("metadata") or {}
    spans = metadata.get("error_spans") or [()] * len(rows)
    return [
        SegmentScore(score=float(score), spans=_read_spans(triple.hypothesis, own))
        for triple, score, own in zip(triples, found["scores"], spans, strict=True)
    ]


def _make_row(triple: Triple) -> dict[str, str]:
    row = {"mt": triple.hypothesis, "src": triple.source, "ref": triple.reference}
    return {side: text for side, text in row.items() if text is not None}


def _read_spans(hypothesis: str, spans: Sequence[Mapping[str, Any]]) -> tuple[ErrorSpan, ...]:
    """XCOMET's spans; the space that belongs to a word's first piece is no part of the error."""
    found = []
    for span in spans:
        start, end = int(span["start"]), min(int(span["end"]), len(hypothesis))
        text = hypothesis[start:end]
        start += len(text) - len(text.lstrip())
        end -= len(text) - len(text.rstrip())
        if start < end:
            found.append(
                ErrorSpan(start=start, end=end, severity=span["severity"], confidence=min(1.0, span["confidence"]))
            )
    return tuple(found)
