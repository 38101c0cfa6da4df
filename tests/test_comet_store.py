"""COMET with the score store: what was scored is not scored again, and the model not even loaded."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from checkpoints import LINES, forget
from running import Done, run

import evalkit
from evalkit.data import MetricOptions, Sample
from evalkit.metrics.comet import create
from evalkit.scoring.cache import ScoreStore, find_store

pytestmark = pytest.mark.comet

SAMPLES = tuple(
    Sample(
        hypothesis=f"{LINES[3 + number % 5]} {number}", source=LINES[number % 3], references=(LINES[3 + number % 4],)
    )
    for number in range(40)
)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    forget()


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The triples that a model scored, in the order it did; each new process starts with an empty list."""
    from evalkit.models.segment_scores import Scorer

    seen: list[Any] = []
    original = Scorer.score

    def watch(scorer: Scorer, triples: Any, *shelf: Any) -> Any:
        for some in original(scorer, triples, *shelf):
            seen.extend(some)
            yield some

    monkeypatch.setattr(Scorer, "score", watch)
    return seen


@pytest.fixture
def model(tiny_models: Callable[[str], Path]) -> str:
    return str(tiny_models("regression_metric"))


def scores_of(model: str, samples: tuple[Sample, ...] = SAMPLES, **options: Any) -> list[float]:
    forget()
    metric = create(MetricOptions(model=model, **options))
    return list(metric.score_each(metric.collect(samples)))


@pytest.mark.parametrize(
    "kind", ["regression_metric", "unified_metric", "xcomet_metric", "referenceless_regression_metric"]
)
def test_a_second_run_scores_nothing_and_says_the_same(kind: str, tiny_models: Any, scored: list[Any]) -> None:
    folder = str(tiny_models(kind))
    first = scores_of(folder)
    assert len(scored) == len(SAMPLES)
    assert scores_of(folder) == first
    assert len(scored) == len(SAMPLES)


def test_editing_three_lines_scores_three_lines(model: str, scored: list[Any]) -> None:
    scores_of(model)
    edited = tuple(
        replace(sample, hypothesis=sample.hypothesis + " indeed") if number in (3, 7, 9) else sample
        for number, sample in enumerate(SAMPLES)
    )
    del scored[:]
    mixed = scores_of(model, edited)
    assert sorted(triple.hypothesis for triple in scored) == sorted(edited[n].hypothesis for n in (3, 7, 9))
    assert mixed == pytest.approx(scores_of(model, edited, cached=False), abs=1e-5)


def test_without_the_store_everything_is_scored_and_nothing_kept(model: str, scored: list[Any]) -> None:
    scores_of(model, cached=False)
    scores_of(model, cached=False)
    assert len(scored) == 2 * len(SAMPLES)
    assert not find_store().exists()


def test_another_precision_or_other_weights_are_other_scores(model: str, tmp_path: Path, scored: list[Any]) -> None:
    import shutil

    scores_of(model)
    scores_of(model, precision="bfloat16")
    assert len(scored) == 2 * len(SAMPLES)
    changed = Path(shutil.copytree(model, tmp_path / Path(model).name))
    with (changed / "hparams.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    scores_of(str(changed))
    assert len(scored) == 3 * len(SAMPLES)


def test_a_damaged_store_is_not_believed_and_the_user_is_told(model: str, caplog: pytest.LogCaptureFixture) -> None:
    import sqlite3

    expected = scores_of(model)
    connection = sqlite3.connect(find_store())
    connection.execute("UPDATE scores SET payload = replace(payload, '0.', '1.')")
    connection.commit()
    connection.close()
    with caplog.at_level(logging.WARNING, logger="evalkit"):
        assert scores_of(model) == pytest.approx(expected, abs=1e-5)
    assert re.search(r"computed anew and not kept.*the score store is damaged", caplog.text)


def test_the_signature_of_stored_scores_needs_no_model_and_counts_cut_segments(
    model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = (SAMPLES[0], replace(SAMPLES[1], hypothesis="a " * 300))
    scores_of(model, samples)
    forget()
    monkeypatch.setattr("evalkit.models.loading.read_checkpoint", lambda *paths, **options: pytest.fail("loaded"))
    metric = create(MetricOptions(model=model))
    metric.collect(samples)
    assert "|cut:1|" in metric.sign(samples)


def write_lines(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    count = 500
    reference = write_lines(tmp_path / "reference.en", [f"{LINES[3 + n % 5]} {n}" for n in range(count)])
    source = write_lines(tmp_path / "source.zh", [f"{LINES[n % 3]}{n}" for n in range(count)])
    system = write_lines(tmp_path / "system.en", [f"{LINES[3 + n % 5]} indeed {n}" for n in range(count)])
    return ["--reference", str(reference), "--source", str(source), str(system)]


def score(model: str, files: list[str], *options: str) -> Done:
    return run("score", *files, "--metric", "comet", "--model", model, *options, EVALKIT_COMET_PROBLEM="")


def start(model: str, files: list[str], *options: str, program: str) -> subprocess.Popen[str]:
    """The same in a process of its own, by a program."""
    return subprocess.Popen(
        [sys.executable, "-c", program, "score", *files, "--metric", "comet", "--model", model, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(Path(evalkit.__file__).parents[1])},
    )


def count_stored() -> int:
    if not find_store().exists():
        return 0
    with ScoreStore(find_store()) as store:
        return sum(entry.scores for entry in store.list_models())


def wait_for_some(least: int) -> int:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if (found := count_stored()) >= least:
            return found
        time.sleep(0.02)
    pytest.fail("nothing was stored")


RECORDING = """
import json, os, sys, time
from evalkit.commands import main
from evalkit.models import encoding
encode = encoding._encode_batch
def record(model, texts):
    with open(os.environ["RECORD"], "a", encoding="utf-8") as record:
        print(json.dumps(texts), file=record)
    time.sleep(0.1)
    return encode(model, texts)
encoding._encode_batch = record
main(sys.argv[1:])
"""


def read_batches(path: Path) -> list[list[str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def watch_encoding(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are encoded in this process from now on."""
    from evalkit.models import encoding

    texts_of: list[str] = []
    encode = encoding._encode_batch

    def record(model: Any, texts: Any) -> Any:
        texts_of.extend(texts)
        return encode(model, texts)

    monkeypatch.setattr(encoding, "_encode_batch", record)
    return texts_of


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_loses_the_batch_in_flight_and_nothing_else(
    sign: signal.Signals, model: str, files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECORD", str(tmp_path / "batches"))
    started = start(model, files, program=RECORDING)
    wait_for_some(50)
    stopped = time.monotonic()
    started.send_signal(sign)
    _, errors = started.communicate(timeout=60)
    assert time.monotonic() - stopped < 2
    if sign == signal.SIGINT:
        assert started.returncode == 130
        assert errors.splitlines()[-1] == "evalkit: interrupted"
    assert 50 <= count_stored() < 500
    encoded = watch_encoding(monkeypatch)
    second = score(model, files)
    assert second.returncode == 0, second.stderr
    *done, in_flight = read_batches(tmp_path / "batches")
    again = set(encoded)
    assert again.isdisjoint(text for batch in done for text in batch)
    assert again >= set(in_flight)
    assert count_stored() == 500


WITHOUT_TORCH = """
import sys
from evalkit.commands import _run
status = _run(sys.argv[1:])
assert 'torch' not in sys.modules, 'torch'
sys.exit(status)
"""


def test_a_second_run_loads_neither_the_model_nor_torch(model: str, files: list[str]) -> None:
    first = score(model, files, "--format", "json")
    assert (first.returncode, [line for line in first.stderr.splitlines() if not line.startswith("note: ")]) == (0, [])
    second = start(model, files, "--format", "json", program=WITHOUT_TORCH)
    out, errors = second.communicate(timeout=180)
    assert second.returncode == 0, errors
    assert json.loads(first.stdout) == json.loads(out)
