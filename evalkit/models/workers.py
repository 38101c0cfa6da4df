"""Scoring on several devices by one process each.

A worker is ``python -m evalkit.models.workers``: it reads what to score as JSON from its standard input and writes each
finished batch as a line of JSON. So it needs nothing of the program that started it, which may be a notebook or a
script without a main guard.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evalkit.errors import MetricUnavailableError
from evalkit.models.devices import Precision
from evalkit.models.encoding import Triple
from evalkit.models.locating import LocalModel
from evalkit.models.vectors import VectorShelf
from evalkit.scoring.cache import ErrorSpan, SegmentScore

_FAILED = "a process that scored with {} ended with status {} and said nothing, run again with CUDA_VISIBLE_DEVICES=0."


def score_on_devices(
    local: LocalModel,
    precision: Precision,
    devices: Sequence[str],
    triples: Sequence[Triple],
    *,
    shelf: VectorShelf | None = None,
    trusted: bool = False,
) -> Iterator[dict[Triple, SegmentScore]]:
    """As :meth:`evalkit.models.segment_scores.Scorer.score`, with the triples shared out by their source; the processes end
    when this does."""
    shares = [share for share in _share_out(triples, len(devices)) if share]
    lines: queue.Queue[tuple[int, str | None]] = queue.Queue()
    workers = []
    try:
        for number, (device, share) in enumerate(zip(devices, shares, strict=False)):
            task = {"model": str(local.checkpoint), "precision": precision, "trusted": trusted, "triples": share}
            if shelf is not None and shelf.path is not None:
                task |= {"vectors": [str(shelf.path), shelf.model]}
            workers.append(_start(device))
            threading.Thread(target=_talk, args=(number, workers[-1], json.dumps(task), lines), daemon=True).start()
        running = len(workers)
        while running:
            number, line = lines.get()
            if line is None:
                running -= 1
                if status := workers[number].wait():
                    raise MetricUnavailableError(_FAILED.format(local.name, status))
            else:
                yield _read(json.loads(line), shares[number])
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


def _share_out(triples: Sequence[Triple], count: int) -> list[list[Triple]]:
    """The triples in parts of about as much text; those with one source stay together, so that no text is encoded
    twice."""
    by_source: dict[str | None, list[Triple]] = {}
    for triple in triples:
        by_source.setdefault(triple.source, []).append(triple)
    shares: list[list[Triple]] = [[] for _ in range(count)]
    weights = [0] * count
    for group in sorted(by_source.values(), key=lambda group: -_weigh(group)):
        lightest = weights.index(min(weights))
        shares[lightest] += group
        weights[lightest] += _weigh(group)
    return shares


def _weigh(triples: Sequence[Triple]) -> int:
    return sum(len(text) for text in {text for triple in triples for text in triple.texts})


def _start(device: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}
    if device.startswith("cuda:"):
        number = int(device.removeprefix("cuda:"))
        visible = [name for name in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",") if name.strip()]
        environment["CUDA_VISIBLE_DEVICES"] = visible[number] if visible else str(number)
    return subprocess.Popen(
        [sys.executable, "-m", "evalkit.models.workers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env=environment,
    )


def _talk(number: int, worker: subprocess.Popen[str], task: str, lines: queue.Queue[tuple[int, str | None]]) -> None:
    assert worker.stdin is not None and worker.stdout is not None
    try:
        worker.stdin.write(task)
        worker.stdin.close()
        for line in worker.stdout:
            lines.put((number, line))
    except (OSError, ValueError):
        pass
    finally:
        lines.put((number, None))


def _read(answer: dict[str, Any], share: Sequence[Triple]) -> dict[Triple, SegmentScore]:
    if "refused" in answer:
        raise MetricUnavailableError(answer["refused"])
    return {
        share[index]: SegmentScore(
            score=score,
            cut=cut,
            spans=tuple(
                ErrorSpan(start=start, end=end, severity=severity, confidence=confidence)
                for start, end, severity, confidence in spans
            ),
        )
        for index, score, cut, spans in answer["scored"]
    }


def _work() -> None:
    """What a worker does: loads the model, scores, writes."""
    from evalkit.models.locating import locate_model
    from evalkit.models.segment_scores import open_scorer

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    task = json.load(sys.stdin)
    triples = [Triple(*texts) for texts in task["triples"]]
    index = {triple: number for number, triple in enumerate(triples)}
    answers, sys.stdout = sys.stdout, sys.stderr
    try:
        scorer = open_scorer(locate_model(task["model"]), task["precision"], trusted=task["trusted"])
        path, model = task.get("vectors", (None, ""))
        for some in scorer.score(triples, VectorShelf(path=path and Path(path), model=model)):
            scored = [
                [index[triple], one.score, one.cut, [[s.start, s.end, s.severity, s.confidence] for s in one.spans]]
                for triple, one in some.items()
            ]
            answers.write(json.dumps({"scored": scored}) + "\n")
            answers.flush()
    except MetricUnavailableError as error:
        answers.write(json.dumps({"refused": str(error)}) + "\n")


if __name__ == "__main__":
    _work()
