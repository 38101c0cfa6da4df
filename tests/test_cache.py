"""The store of segment scores: found by content, safe for two runs and for a kill, refused where it cannot be
trusted."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import evalkit
from evalkit.errors import CacheError
from evalkit.scoring.cache import ErrorSpan, ScoreStore, SegmentScore, find_store, make_key

MODEL = "model:tiny|revision:1|precision:single"
SCORE = SegmentScore(score=0.1 + 0.2, cut=True, spans=(ErrorSpan(start=3, end=9, severity="major", confidence=1 / 3),))


def keys(count: int, model: str = MODEL) -> list[bytes]:
    return [make_key(model, (f"hypothesis {number}", "source", "reference")) for number in range(count)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "scores.sqlite"


@pytest.fixture
def filled(path: Path) -> Path:
    with ScoreStore(path) as store:
        store.keep(MODEL, {key: SegmentScore(score=float(number)) for number, key in enumerate(keys(3))})
    return path


def test_a_score_comes_back_to_the_last_bit(path: Path) -> None:
    (key,) = keys(1)
    with ScoreStore(path) as store:
        store.keep(MODEL, {key: SCORE})
    with ScoreStore(path) as store:
        assert store.find(MODEL, [key]) == {key: SCORE}


def test_only_what_was_kept_is_found_however_many_are_asked_for(filled: Path) -> None:
    with ScoreStore(filled) as store:
        assert sorted(found.score for found in store.find(MODEL, keys(5000)).values()) == [0.0, 1.0, 2.0]


def test_another_model_or_another_order_of_texts_is_another_key() -> None:
    texts = ("a", "b", "c")
    others = [
        make_key(MODEL, ("b", "a", "c")),
        make_key(MODEL, ("a", "b", None)),
        make_key(MODEL, ("a", "b", "None")),
        make_key(MODEL, ("a\x1fb", "", "c")),
        make_key(MODEL + "x", texts),
    ]
    assert len({make_key(MODEL, texts), *others}) == 6


def test_a_lone_surrogate_has_a_key() -> None:
    assert make_key(MODEL, ("\udc80", None, None)) != make_key(MODEL, ("\udc81", None, None))


def test_what_is_there_already_stays(filled: Path) -> None:
    (first, *_) = keys(3)
    with ScoreStore(filled) as store:
        store.keep(MODEL, {first: SegmentScore(score=99.0)})
        assert store.find(MODEL, [first])[first].score == 0.0


def test_the_folder_is_that_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALKIT_CACHE", str(tmp_path))
    assert find_store() == tmp_path / "scores.sqlite"
    monkeypatch.delenv("EVALKIT_CACHE")
    assert "evalkit" in find_store().parent.as_posix()


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(CacheError) as caught:
        action()
    return str(caught.value)


def change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE scores SET payload = '{"score":0.9,"cut":false,"spans":[]}'""",
        "UPDATE models SET name = 'another'",
        "UPDATE scores SET checksum = x'00'",
        "UPDATE scores SET payload = x'ff'",
    ],
)
def test_a_changed_row_is_refused_and_not_believed(statement: str, filled: Path) -> None:
    change(filled, statement)
    with ScoreStore(filled) as store:
        assert "is damaged" in refused(lambda: store.find(MODEL, keys(3)))


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("PRAGMA application_id=7", "is not evalkit's score store"),
        ("PRAGMA user_version=99", "another version of evalkit made this score store (format 99"),
        ("CREATE TABLE extra (a)", "its tables are not evalkit's"),
        ("CREATE TRIGGER t AFTER INSERT ON scores BEGIN DELETE FROM scores; END", "its tables are not evalkit's"),
        ("DROP TABLE files", "its tables are not evalkit's"),
    ],
)
def test_a_foreign_store_is_refused_on_opening(statement: str, reason: str, filled: Path) -> None:
    change(filled, statement)
    assert reason in refused(lambda: ScoreStore(filled))


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    change(tmp_path / "other.sqlite", "CREATE TABLE bookmarks (a)")
    before = (tmp_path / "other.sqlite").read_bytes()
    assert "is not evalkit's score store" in refused(lambda: ScoreStore(tmp_path / "other.sqlite"))
    assert (tmp_path / "other.sqlite").read_bytes() == before


def test_no_database_at_all_and_half_of_one_are_refused(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("score: 0.9 " * 500, encoding="utf-8")
    assert "file is not a database" in refused(lambda: ScoreStore(tmp_path / "text"))
    (tmp_path / "half").write_bytes(filled.read_bytes()[:5000])
    assert refused(lambda: list(ScoreStore(tmp_path / "half")._list_rows()))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "cannot be opened" in refused(lambda: ScoreStore(tmp_path / "file" / "scores.sqlite"))


def test_a_full_disk_is_named_as_the_reason_and_what_was_kept_stays(filled: Path) -> None:
    with ScoreStore(filled) as store:
        store._connection.execute(f"PRAGMA max_page_count={store.pragma('page_count')}")
        assert "the disk of the score store is full" in refused(
            lambda: store.keep(MODEL, dict.fromkeys(keys(2000), SCORE))
        )
    with ScoreStore(filled) as store:
        assert len(store.find(MODEL, keys(2000))) == 3


def test_an_input_error_is_a_full_disk_where_the_disk_is_full_and_else_what_sqlite_says(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR | 19 << 8
        with store.explaining():
            raise error

    with ScoreStore(filled) as store:
        monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**6, 10**6, 0))
        assert "is full" in refused(fail)
        monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**9, 0, 10**9))
        assert "cannot be used (disk I/O error)" in refused(fail)


def test_exported_scores_are_found_where_they_are_imported(filled: Path, tmp_path: Path) -> None:
    with ScoreStore(filled) as store:
        assert store.export_to(tmp_path / "moved") == 3
    assert [found.name for found in tmp_path.iterdir() if "moved" in found.name] == ["moved"]
    with ScoreStore(tmp_path / "laptop") as store:
        assert store.import_from(tmp_path / "moved") == 3
        assert store.import_from(tmp_path / "moved") == 0
        assert len(store.find(MODEL, keys(3))) == 3


def test_an_export_overwrites_nothing(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "moved").write_text("mine", encoding="utf-8")
    with ScoreStore(filled) as store:
        assert "something is there already" in refused(lambda: store.export_to(tmp_path / "moved"))
    assert (tmp_path / "moved").read_text(encoding="utf-8") == "mine"


def test_an_import_with_one_changed_row_adds_nothing(filled: Path, tmp_path: Path) -> None:
    last = max(keys(3))
    change(filled, f"UPDATE scores SET checksum = x'00' WHERE key = x'{last.hex()}'")
    with ScoreStore(tmp_path / "laptop") as store:
        assert "is damaged" in refused(lambda: store.import_from(filled))
        assert store.list_models() == []
        assert "there is no score store" in refused(lambda: store.import_from(tmp_path / "nowhere"))


def test_pruning_deletes_by_age_and_by_model(filled: Path) -> None:
    other = MODEL.replace("tiny", "other")
    with ScoreStore(filled) as store:
        store.keep(other, dict.fromkeys(keys(2, other), SCORE))
        assert store.prune(before=int(time.time()) - 1000) == 0
        assert store.prune(models=[other]) == 2
        assert [(entry.name, entry.scores) for entry in store.list_models()] == [(MODEL, 3)]
        assert store.prune() == 3
        assert store.list_models() == []


def test_a_files_hash_is_found_until_the_file_changes(path: Path, tmp_path: Path) -> None:
    with ScoreStore(path) as store:
        store.keep_hash(tmp_path / "model.ckpt", "1 2", "abc")
        assert store.find_hash(tmp_path / "model.ckpt", "1 2") == "abc"
        assert store.find_hash(tmp_path / "model.ckpt", "1 3") is None


WRITER = """
import sys; from pathlib import Path; from evalkit.scoring.cache import ScoreStore, SegmentScore, make_key
start, stop = map(int, sys.argv[2:])
with ScoreStore(Path(sys.argv[1])) as store:
    for number in range(start, stop):
        store.keep("model", {make_key("model", (str(number),)): SegmentScore(score=float(number))})
        print(number, flush=True)
"""


def write_in_another_process(path: Path, start: int, stop: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(evalkit.__file__).parents[1])}
    command = [sys.executable, "-c", WRITER, str(path), str(start), str(stop)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_two_runs_that_make_and_fill_one_store_at_once_both_keep_everything(path: Path) -> None:
    runs = [write_in_another_process(path, start, start + 150) for start in (0, 100, 200)]
    assert [run.communicate(timeout=60)[0] and run.returncode for run in runs] == [0, 0, 0]
    with ScoreStore(path) as store:
        assert store.list_models()[0].scores == 350


def test_a_run_that_is_killed_loses_nothing_that_it_had_kept(path: Path) -> None:
    run = write_in_another_process(path, 0, 10**6)
    assert run.stdout is not None
    told = [int(run.stdout.readline()) for _ in range(50)]
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=30)
    with ScoreStore(path) as store:
        found = store.find("model", [make_key("model", (str(number),)) for number in told])
    assert sorted(score.score for score in found.values()) == [float(number) for number in told]
