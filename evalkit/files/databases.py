"""One SQLite file of evalkit's own in the cache folder: made, recognised, locked and refused in one way for everything
that is kept there.

Every write is one transaction of a write-ahead log: two runs may use a file at once, and one that is killed loses what
it had not written and nothing else. A file that is not such a database, or of another version, is refused as a whole
with a CacheError.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from evalkit.errors import CacheError

FOLDER_VARIABLE = "EVALKIT_CACHE"
"""The environment variable that names the folder of the cache."""

_PATIENCE = 30.0
_LEAST_ROOM = 1 << 16
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def find_cache_folder() -> Path:
    """The folder in which evalkit keeps what can be made again."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder:
        return Path(folder).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("evalkit", appauthor=False))


class Database:
    """An open database; a context manager that closes it. All methods raise CacheError for one that is damaged or
    cannot be used.

    What is kept in it is another class's matter, which states its name for people, the number that SQLite marks its
    files with, the version of its form, and its tables.
    """

    called: ClassVar[str]
    application: ClassVar[int]
    schema: ClassVar[int]
    tables: ClassVar[tuple[str, ...]]

    def __init__(self, path: Path, *, must_exist: bool = False) -> None:
        """Opens the database at ``path`` and makes it, with its folder, where there is none (CacheError with
        ``must_exist``)."""
        self.path = path
        if must_exist and not path.is_file():
            raise CacheError(f"{path}: there is no {self.called}; name one that “evalkit cache export” wrote.")
        with self.explaining():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            try:
                self._prepare(must_exist)
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the database; what was kept is on the disk."""
        self._connection.close()

    def count_bytes(self) -> int:
        """How many bytes of the file are in use."""
        with self.explaining():
            return int(self.pragma("page_size")) * (int(self.pragma("page_count")) - int(self.pragma("freelist_count")))

    def pragma(self, name: str) -> Any:
        """The value of one of SQLite's settings."""
        return self._connection.execute(f"PRAGMA {name}").fetchone()[0]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Within the block all is written or nothing, and no other run writes."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            # SQLite itself has rolled back where the disk is full.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def explaining(self) -> Iterator[None]:
        """Errors of SQLite and of the file system as CacheErrors that name the file."""
        try:
            yield
        except sqlite3.OperationalError as error:
            code = error.sqlite_errorcode & 0xFF
            if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and self._has_no_room()):
                raise self._refuse_full() from error
            raise CacheError(
                f"{self.path}: the {self.called} cannot be used ({error}); mend that, or name another folder in {FOLDER_VARIABLE}."
            ) from error
        except sqlite3.DatabaseError as error:
            raise self.refuse(str(error)) from error
        except OSError as error:
            raise CacheError(
                f"{self.path}: the {self.called} cannot be opened ({error.strerror or error}); name another folder in {FOLDER_VARIABLE}."
            ) from error

    def refuse(self, why: str) -> CacheError:
        """The error for a database whose content cannot be believed."""
        return CacheError(
            f"{self.path}: the {self.called} is damaged ({why}), and nothing in it is used; delete the file, or score with --no-cache."
        )

    def _has_no_room(self) -> bool:
        # On a full disk SQLite cannot make the file that its readers share, and says no more than “I/O error”.
        return shutil.disk_usage(self.path.parent).free < _LEAST_ROOM

    def _refuse_full(self) -> CacheError:
        return CacheError(
            f"{self.path}: the disk of the {self.called} is full; make room, or name a folder on another disk in {FOLDER_VARIABLE}."
        )

    def _prepare(self, must_exist: bool) -> None:
        self._connection.execute("PRAGMA trusted_schema=OFF")
        with self.transaction():
            if not must_exist and not self._list_tables() and self.pragma("application_id") == 0:
                for statement in self.tables:
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA application_id={self.application}")
                self._connection.execute(f"PRAGMA user_version={self.schema}")
            self._require_own_schema()
        if not must_exist:
            self._write_ahead()
            self._connection.execute("PRAGMA synchronous=NORMAL")

    def _require_own_schema(self) -> None:
        if self.pragma("application_id") != self.application:
            raise CacheError(
                f"{self.path}: this is not evalkit's {self.called}; move the file away, or name another folder in {FOLDER_VARIABLE}."
            )
        if self.pragma("user_version") != self.schema:
            raise CacheError(
                f"{self.path}: another version of evalkit made this {self.called} (format {self.pragma('user_version')}, expected"
                f" {self.schema}); move the file away, or name another folder in {FOLDER_VARIABLE}."
            )
        if self._list_tables() != sorted(self.tables):
            raise self.refuse("its tables are not evalkit's")

    def _write_ahead(self) -> None:
        # Two runs that open a new file at once would both switch it; SQLite does not wait for the other one here.
        deadline = time.monotonic() + _PATIENCE
        while self.pragma("journal_mode") != "wal":
            try:
                if self._connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
                    return  # a file system without shared memory: SQLite's older journal is as safe, and slower
            except sqlite3.OperationalError as error:
                if time.monotonic() > deadline or error.sqlite_errorcode & 0xFF not in _LOCKED:
                    raise
                time.sleep(0.05)

    def _list_tables(self) -> list[str]:
        return sorted(row[0] for row in self._connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
