"""The store of sentence vectors: a system added later costs its own hypotheses, and the scores are the same to the last
bit."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from checkpoints import LINES, forget

from evalkit.data import MetricOptions, Sample
from evalkit.errors import CacheError
from evalkit.metrics.comet import create
from evalkit.models import vectors
from evalkit.models.vectors import VectorStore, find_vector_store
from evalkit.scoring.cache import find_store, make_key

MODEL = "model:tiny|precision:single"
FIRST = tuple(
    Sample(
        hypothesis=f"{LINES[3 + number % 5]} {number}",
        source=f"{LINES[number % 3]}{number}",
        references=(f"Reference {number}",),
    )
    for number in range(30)
)
SECOND = tuple(replace(sample, hypothesis=f"Another one: {sample.hypothesis}") for sample in FIRST)


def keys(*numbers: int) -> list[bytes]:
    return [make_key(MODEL, (str(number),)) for number in numbers]


def test_vectors_come_back_and_nothing_else_does(tmp_path: Path) -> None:
    with VectorStore(tmp_path / "vectors.sqlite") as store:
        store.keep(MODEL, dict.fromkeys(keys(1, 2), b"1234"))
    with VectorStore(tmp_path / "vectors.sqlite") as store:
        assert store.find(keys(2, 3)) == dict.fromkeys(keys(2), b"1234")


def test_the_oldest_give_way_when_there_is_no_more_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "LARGEST", 200_000)
    with VectorStore(tmp_path / "vectors.sqlite") as store:
        for number in range(100):
            store.keep(MODEL, dict.fromkeys(keys(number), bytes(4096)))
            assert store.count_bytes() < 210_000
        assert store.find(keys(0)) == {}
        assert len(store.find(keys(*range(80, 100)))) == 20


def test_pruning_goes_by_age_and_by_model(tmp_path: Path) -> None:
    with VectorStore(tmp_path / "vectors.sqlite") as store:
        store.keep(MODEL, dict.fromkeys(keys(1, 2), b"1234"))
        store.keep("model:other", dict.fromkeys(keys(3), b"1234"))
        assert (store.prune(before=0), store.prune(text="other"), store.count()) == (0, 1, 2)
        assert store.prune() == 2


def test_a_changed_vector_is_refused(tmp_path: Path) -> None:
    with VectorStore(tmp_path / "vectors.sqlite") as store:
        store.keep(MODEL, dict.fromkeys(keys(1), b"1234"))
        store._connection.execute("UPDATE vectors SET vector = x'00'")
        with pytest.raises(CacheError, match="the vector store is damaged"):
            store.find(keys(1))


def test_a_store_of_scores_is_not_a_store_of_vectors(tmp_path: Path) -> None:
    from evalkit.scoring.cache import ScoreStore

    ScoreStore(tmp_path / "scores.sqlite").close()
    with pytest.raises(CacheError, match="is not evalkit's vector store"):
        VectorStore(tmp_path / "scores.sqlite")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    forget()


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that went through the encoder to be scored, in their order."""
    from evalkit.models import encoding

    seen: list[str] = []
    encode = encoding._encode_batch

    def watch(model: Any, texts: list[str]) -> Any:
        seen.extend(texts)
        return encode(model, texts)

    monkeypatch.setattr(encoding, "_encode_batch", watch)
    return seen


@pytest.fixture
def model(tiny_models: Callable[[str], Path]) -> str:
    return str(tiny_models("regression_metric"))


def scores_of(model: str, samples: tuple[Sample, ...], **options: Any) -> list[float]:
    forget()
    metric = create(MetricOptions(model=model, **options))
    return list(metric.score_each(metric.collect(samples)))


@pytest.mark.comet
def test_adding_a_system_encodes_its_hypotheses_and_nothing_else(model: str, encoded: list[str]) -> None:
    scores_of(model, FIRST)
    assert len(encoded) == len(set(encoded)) == 90
    del encoded[:]
    added = scores_of(model, (*FIRST, *SECOND))[len(FIRST) :]
    assert sorted(encoded) == sorted(sample.hypothesis for sample in SECOND)
    assert added == pytest.approx(scores_of(model, SECOND, cached=False), abs=1e-6)


@pytest.mark.comet
@pytest.mark.parametrize("precision", ["half", "bfloat16"])
def test_a_stored_vector_scores_as_a_fresh_one_in_lower_precision_too(
    precision: str, model: str, encoded: list[str]
) -> None:
    scores_of(model, FIRST, precision=precision)
    del encoded[:]
    found = scores_of(model, SECOND[:1], precision=precision)
    assert encoded == [SECOND[0].hypothesis]
    assert found == pytest.approx(scores_of(model, SECOND[:1], precision=precision, cached=False), abs=1e-6)


@pytest.mark.comet
def test_another_precision_finds_no_vector(model: str, encoded: list[str]) -> None:
    scores_of(model, FIRST)
    del encoded[:]
    scores_of(model, FIRST, precision="bfloat16")
    assert len(encoded) == 90


@pytest.mark.comet
def test_without_the_store_no_vector_is_kept(model: str) -> None:
    scores_of(model, FIRST, cached=False)
    assert not find_vector_store(find_store()).exists()


@pytest.mark.comet
def test_a_damaged_store_of_vectors_is_not_believed_and_the_user_is_told(
    model: str, caplog: pytest.LogCaptureFixture
) -> None:
    scores_of(model, FIRST)
    connection = sqlite3.connect(find_vector_store(find_store()))
    connection.execute("UPDATE vectors SET vector = zeroblob(length(vector))")
    connection.commit()
    connection.close()
    with caplog.at_level(logging.WARNING, logger="evalkit"):
        found = scores_of(model, SECOND)
    assert "encoded anew and not kept" in caplog.text
    assert "the vector store is damaged" in caplog.text
    assert found == pytest.approx(scores_of(model, SECOND, cached=False), abs=1e-6)


@pytest.mark.comet
def test_processes_of_their_own_keep_vectors_too(model: str) -> None:
    from evalkit.models import locate_model
    from evalkit.models.encoding import Triple
    from evalkit.models.vectors import VectorShelf
    from evalkit.models.workers import score_on_devices

    triples = [Triple(sample.hypothesis, sample.source, sample.references[0]) for sample in FIRST]
    path = find_vector_store(find_store())
    shelf = VectorShelf(path=path, model=MODEL)
    list(score_on_devices(locate_model(model), "single", ["cpu", "cpu"], triples, shelf=shelf))
    with VectorStore(path) as store:
        assert store.count() == 60
