"""``evalkit cache``: what is in the store, deleting from it, moving it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import run

from evalkit.errors import CacheError
from evalkit.models.vectors import VectorStore, find_vector_store
from evalkit.scoring.cache import ScoreStore, SegmentScore, find_store, make_key

MODELS = ("model:one|precision:single", "model:two|precision:half")


@pytest.fixture
def store() -> Path:
    with ScoreStore(find_store()) as opened:
        for model in MODELS:
            opened.keep(model, {make_key(model, (text,)): SegmentScore(score=0.5) for text in "abc"})
    return find_store()


def call(*arguments: str) -> str:
    done = run("cache", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_info_counts_scores_by_model(store: Path) -> None:
    shown = json.loads(call("info", "--format", "json"))
    assert shown["path"] == str(store)
    assert {entry["name"]: entry["scores"] for entry in shown["models"]} == dict.fromkeys(MODELS, 3)
    assert "6 scores" in call("info")


def test_info_without_a_store_makes_none() -> None:
    assert "0 scores" in call("info")
    assert not find_store().exists()


def test_prune_deletes_one_models_scores(store: Path) -> None:
    assert call("prune", "--model", "model:one") == "3 scores and 0 vectors deleted.\n"
    assert call("prune", "--older-than", "1") == "0 scores and 0 vectors deleted.\n"
    assert call("prune", "--all") == "3 scores and 0 vectors deleted.\n"


def test_vectors_are_counted_and_pruned_by_themselves_or_with_the_scores(store: Path) -> None:
    for model in MODELS:
        with VectorStore(find_vector_store(store)) as opened:
            opened.keep(model, {make_key(model, (text,)): bytes(4096) for text in "abcd"})
    assert json.loads(call("info", "--format", "json"))["vectors"]["count"] == 8
    assert "8 vectors of sources and references" in call("info")
    assert call("prune", "--model", "model:one") == "3 scores and 4 vectors deleted.\n"
    assert call("prune", "--vectors") == "0 scores and 4 vectors deleted.\n"
    assert "3 scores" in call("info")


def test_prune_wants_to_be_told_what() -> None:
    assert run("cache", "prune").returncode == 2


def test_scores_move_to_another_machine(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = str(tmp_path / "moved.sqlite")
    assert call("export", file).startswith("6 scores written")
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path / "laptop"))
    assert call("import", file) == "6 scores added.\n"
    assert call("import", file) == "0 scores added.\n"


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("not a store", encoding="utf-8")
    done = run("cache", "import", tmp_path / "notes")
    assert done.returncode == CacheError.exit_status
    assert "notes: the score store is damaged" in done.stderr
    with ScoreStore(find_store()) as opened, pytest.raises(CacheError, match="notes: the score store is damaged"):
        opened.import_from(tmp_path / "notes")
