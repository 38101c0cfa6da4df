"""The store of segment scores: what was scored once is not scored again, by any run on this machine.

A score is found by its content: the model with its revision, the precision and the package versions that computed it,
and the texts. So a change of any of them is another score, and nothing in the store can be out of date. The store is
one SQLite file in the user's cache folder (or in the folder that ``EVALKIT_CACHE`` names). It holds hashes and numbers,
no texts. Every write is one transaction of a write-ahead log: two runs may use it at once, and one that is killed loses
what it had not written and nothing else.

A file that is not such a store, or whose rows do not fit their checksums, is refused as a whole with a CacheError.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evalkit.data import Severity
from evalkit.errors import CacheError
from evalkit.files.databases import Database, find_cache_folder

_KEYS_AT_ONCE = 500
_SEVERITIES = ("minor", "major", "critical")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorSpan:
    """A part of a hypothesis that a model holds for wrong: code points ``start`` to ``end`` of its text, end
    exclusive."""

    start: int
    end: int
    severity: Severity
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentScore:
    """What a model says of one segment; ``cut`` where it saw less than the whole of the texts."""

    score: float
    cut: bool = False
    spans: tuple[ErrorSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredModel:
    """How many scores a store holds of one model, computed one way; ``first`` and ``last`` are the seconds of the epoch
    they were made in."""

    name: str
    scores: int
    first: int
    last: int


def find_store() -> Path:
    """The path of this user's store."""
    return find_cache_folder() / "scores.sqlite"


def make_key(model: str, texts: Sequence[str | None]) -> bytes:
    """The key of a score: a hash of the model as it computes, and of the texts in their order, ``None`` for one that is
    not read."""
    content = json.dumps([model, *texts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()


class ScoreStore(Database):
    """An open store; a context manager that closes it. All methods raise CacheError for a store that is damaged or
    cannot be used."""

    called = "score store"
    application = 0x65766B74
    schema = 1
    tables = (
        "CREATE TABLE models (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        "CREATE TABLE scores (key BLOB PRIMARY KEY, model INTEGER NOT NULL, payload TEXT NOT NULL, made INTEGER NOT NULL,"
        " checksum BLOB NOT NULL) WITHOUT ROWID",
        "CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, digest TEXT NOT NULL)",
    )

    def find(self, model: str, keys: Iterable[bytes]) -> dict[bytes, SegmentScore]:
        """The scores that are there, by their keys."""
        wanted = list(dict.fromkeys(keys))
        found: dict[bytes, SegmentScore] = {}
        with self.explaining():
            for start in range(0, len(wanted), _KEYS_AT_ONCE):
                some = wanted[start : start + _KEYS_AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = self._connection.execute(
                    f"SELECT key, name, payload, checksum FROM scores JOIN models ON number = model WHERE key IN ({marks})",
                    some,
                )
                for key, name, payload, checksum in rows:
                    found[key] = self._read(key, name, payload, checksum)
                    if name != model:
                        raise self.refuse("it holds a score under another model's key")
        return found

    def keep(self, model: str, scores: Mapping[bytes, SegmentScore]) -> None:
        """Writes scores in one transaction; one that is there already stays as it is."""
        now = int(time.time())
        with self.explaining(), self.transaction():
            number = self._number(model)
            self._connection.executemany(
                "INSERT OR IGNORE INTO scores VALUES (?, ?, ?, ?, ?)",
                (
                    (key, number, payload, now, _check_sum(key, model, payload))
                    for key, payload in ((key, _write(score)) for key, score in scores.items())
                ),
            )

    def list_models(self) -> list[StoredModel]:
        """What the store holds, by model."""
        with self.explaining():
            rows = self._connection.execute(
                "SELECT name, count(*), min(made), max(made) FROM scores JOIN models ON number = model GROUP BY name ORDER BY name"
            )
            return [StoredModel(name=name, scores=count, first=first, last=last) for name, count, first, last in rows]

    def prune(self, *, before: int | None = None, models: Sequence[str] | None = None) -> int:
        """Deletes the scores made before that second of the epoch and of those models (``None``: all); returns how
        many, and frees their room."""
        names = [entry.name for entry in self.list_models()] if models is None else list(models)
        with self.explaining():
            with self.transaction():
                gone = sum(
                    self._connection.execute(
                        "DELETE FROM scores WHERE made < ? AND model = (SELECT number FROM models WHERE name = ?)",
                        (math.inf if before is None else before, name),
                    ).rowcount
                    for name in names
                )
                self._connection.execute("DELETE FROM models WHERE number NOT IN (SELECT model FROM scores)")
            self._connection.execute("VACUUM")
        return gone

    def export_to(self, path: Path) -> int:
        """Writes every score into a new store at ``path``, and returns how many. Raises CacheError where something is
        there already."""
        if path.exists():
            raise CacheError(f"{path}: something is there already; name a file that does not exist.")
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with ScoreStore(beside) as target:
                count = target.import_from(self.path)
                target._connection.execute("PRAGMA journal_mode=DELETE")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        return count

    def import_from(self, path: Path) -> int:
        """Adds every score of another store, all or none, and returns how many were new. Every row's checksum is
        compared first."""
        with ScoreStore(path, must_exist=True) as other, self.explaining(), self.transaction():
            return sum(self._add(*row) for row in other._list_rows())

    def find_hash(self, path: Path, stamp: str) -> str | None:
        """The hash that was kept for a file as it is now, by its ``stamp`` (size and times); ``None``: none was, or the
        file has changed."""
        with self.explaining():
            row = self._connection.execute("SELECT stamp, digest FROM files WHERE path = ?", (str(path),)).fetchone()
        return str(row[1]) if row is not None and row[0] == stamp else None

    def keep_hash(self, path: Path, stamp: str, digest: str) -> None:
        """Keeps a file's hash, so that gigabytes are not read again to know which model they are."""
        with self.explaining():
            self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (str(path), stamp, digest))

    def _number(self, model: str) -> int:
        self._connection.execute("INSERT OR IGNORE INTO models (name) VALUES (?)", (model,))
        return int(self._connection.execute("SELECT number FROM models WHERE name = ?", (model,)).fetchone()[0])

    def _list_rows(self) -> Iterator[tuple[bytes, str, str, int, bytes]]:
        rows = self._connection.execute(
            "SELECT key, name, payload, made, checksum FROM scores LEFT JOIN models ON number = model"
        )
        for key, name, payload, made, checksum in rows:
            self._read(key, name, payload, checksum)
            yield key, name, payload, made, checksum

    def _add(self, key: bytes, name: str, payload: str, made: int, checksum: bytes) -> int:
        row = (key, self._number(name), payload, made, checksum)
        return self._connection.execute("INSERT OR IGNORE INTO scores VALUES (?, ?, ?, ?, ?)", row).rowcount

    def _read(self, key: Any, name: Any, payload: Any, checksum: Any) -> SegmentScore:
        try:
            if checksum != _check_sum(key, name, payload):
                raise ValueError("checksum")
            return _parse(payload)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise self.refuse("a score does not fit its checksum") from error


def _write(score: SegmentScore) -> str:
    spans = [[span.start, span.end, span.severity, span.confidence] for span in score.spans]
    return json.dumps({"score": score.score, "cut": score.cut, "spans": spans}, allow_nan=False, separators=(",", ":"))


def _parse(payload: str) -> SegmentScore:
    """The score of a payload; ValueError, TypeError or KeyError for anything that :func:`_write` does not write."""
    content = json.loads(payload)
    spans = tuple(
        ErrorSpan(start=int(start), end=int(end), severity=severity, confidence=float(confidence))
        for start, end, severity, confidence in content["spans"]
    )
    score = float(content["score"])
    if not math.isfinite(score) or any(span.severity not in _SEVERITIES for span in spans):
        raise ValueError(payload)
    return SegmentScore(score=score, cut=bool(content["cut"]), spans=spans)


def _check_sum(key: bytes, model: str, payload: str) -> bytes:
    content = key + f"\x1f{model}\x1f{payload}".encode()
    return hashlib.sha256(content).digest()[:8]
