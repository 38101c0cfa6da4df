"""The store of sentence vectors: what encoding a source or a reference gave, so that a system added later costs its own
hypotheses only.

A vector is found by its content, as a score is: the model as it computes, and the text. It is kept as it was, in single
precision, so scores made from it are the same to the last bit. Only texts that other systems share are kept, 4 KB each
for a model of the large size, and no more than :data:`LARGEST` bytes of them: the oldest give way. The file stands
beside the scores, is not exported, and can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import logging
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evalkit.errors import CacheError
from evalkit.files.databases import Database
from evalkit.scoring.cache import make_key

LARGEST = 256 * 10**6
"""How many bytes of vectors are kept: of some 27 test sets of 2,000 segments with one reference."""

_KEYS_AT_ONCE = 500
_GIVING_WAY = 0.1
"""The share of the oldest vectors that go when there is no more room."""

_log = logging.getLogger(__name__)


def find_vector_store(scores: Path) -> Path:
    """The path of the store of vectors that belongs to a store of scores: beside it."""
    return scores.with_name("vectors.sqlite")


class VectorStore(Database):
    """An open store of vectors as bytes."""

    called = "vector store"
    application = 0x65766B76
    schema = 1
    tables = (
        "CREATE TABLE models (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        "CREATE TABLE vectors (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, model INTEGER NOT NULL, made INTEGER NOT NULL,"
        " vector BLOB NOT NULL, checksum BLOB NOT NULL)",
    )

    def find(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The vectors that are there, by their keys."""
        found: dict[bytes, bytes] = {}
        with self.explaining():
            for start in range(0, len(keys), _KEYS_AT_ONCE):
                some = keys[start : start + _KEYS_AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = self._connection.execute(
                    f"SELECT key, vector, checksum FROM vectors WHERE key IN ({marks})", some
                )
                for key, vector, checksum in rows:
                    if not isinstance(vector, bytes) or checksum != _check_sum(key, vector):
                        raise self.refuse("a vector does not fit its checksum")
                    found[key] = vector
        return found

    def keep(self, model: str, vectors: Mapping[bytes, bytes]) -> None:
        """Writes vectors in one transaction; the oldest go where there is no more room."""
        now = int(time.time())
        with self.explaining(), self.transaction():
            self._connection.execute("INSERT OR IGNORE INTO models (name) VALUES (?)", (model,))
            (number,) = self._connection.execute("SELECT number FROM models WHERE name = ?", (model,)).fetchone()
            self._connection.executemany(
                "INSERT OR IGNORE INTO vectors (key, model, made, vector, checksum) VALUES (?, ?, ?, ?, ?)",
                ((key, number, now, vector, _check_sum(key, vector)) for key, vector in vectors.items()),
            )
            self._make_room()

    def _make_room(self) -> None:
        used = self.pragma("page_count") - self.pragma("freelist_count")
        if used * self.pragma("page_size") > LARGEST:
            going = max(1, int(self.count() * _GIVING_WAY))
            self._connection.execute(
                "DELETE FROM vectors WHERE number IN (SELECT number FROM vectors ORDER BY number LIMIT ?)", (going,)
            )

    def count(self, model: str | None = None) -> int:
        """How many vectors there are, of all models or of one."""
        with self.explaining():
            query = "SELECT count(*) FROM vectors JOIN models ON models.number = model WHERE name = coalesce(?, name)"
            return int(self._connection.execute(query, (model,)).fetchone()[0])

    def prune(self, *, before: int | None = None, text: str = "") -> int:
        """Deletes the vectors made before that second of the epoch, of models whose name contains ``text``; returns how
        many, and frees their room."""
        with self.explaining():
            with self.transaction():
                gone = self._connection.execute(
                    "DELETE FROM vectors WHERE made < ? AND model IN (SELECT number FROM models WHERE instr(name, ?))",
                    (math.inf if before is None else before, text),
                ).rowcount
                self._connection.execute("DELETE FROM models WHERE number NOT IN (SELECT model FROM vectors)")
            self._connection.execute("VACUUM")
        return gone


def _check_sum(key: bytes, vector: bytes) -> bytes:
    return hashlib.sha256(key + vector).digest()[:8]


@dataclass(slots=True, kw_only=True, eq=False)
class VectorShelf:
    """A store in terms of texts and tensors, for one model as it computes; ``path`` is ``None`` where nothing is to be
    kept.

    A store that cannot be used is a logged warning, and then finds and keeps nothing.
    """

    path: Path | None
    model: str
    _store: VectorStore | None = field(default=None, init=False)

    def find(self, texts: Sequence[str]) -> dict[str, Any]:
        """The vectors that are there, by their texts, as tensors on the CPU."""
        import numpy as np
        import torch

        keys = {text: make_key(self.model, ("vector", text)) for text in texts}
        try:
            found = self._open().find(list(keys.values())) if self.path is not None else {}
        except CacheError as error:
            self._give_up(error)
            found = {}
        return {
            text: torch.from_numpy(np.frombuffer(found[key], dtype="<f4").copy())
            for text, key in keys.items()
            if key in found
        }

    def keep(self, vectors: Mapping[str, Any]) -> None:
        """Takes vectors in, as single-precision numbers in the order of a little-endian machine."""
        if self.path is None:
            return
        content = {
            make_key(self.model, ("vector", text)): vector.float().cpu().numpy().astype("<f4").tobytes()
            for text, vector in vectors.items()
        }
        try:
            self._open().keep(self.model, content)
        except CacheError as error:
            self._give_up(error)

    def close(self) -> None:
        """Closes the store, if it was opened."""
        if self._store is not None:
            self._store.close()
        self._store = None

    def _open(self) -> VectorStore:
        if self._store is None:
            assert self.path is not None
            self._store = VectorStore(self.path)
        return self._store

    def _give_up(self, error: CacheError) -> None:
        _log.warning("COMET: sources and references are encoded anew and not kept. %s", error)
        self.close()
        self.path = None
