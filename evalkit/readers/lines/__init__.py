"""Formats of aligned lines: one file each, chosen by the suffix of a file's name (``.gz`` behind it is unpacked).

A module offers ``SUFFIXES`` and ``read(path, data, *, column, encoding)``, which gives the texts that the file holds.
What has none of the suffixes is plain text.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib
import pkgutil
import zlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePath
from types import ModuleType

from evalkit.data.test_sets import LineText
from evalkit.errors import ReadingError
from evalkit.files.decoding import DecodedText


def read_texts(path: Path, *, column: str | None = None, encoding: str | None = None) -> list[LineText]:
    """The texts of aligned lines in a file; ``column`` names one of a table. Raises ReadingError with path and line."""
    data = _read_bytes(path)
    texts: list[LineText] = _choose_reader(path).read(path, data, column=column, encoding=encoding)
    digest = hashlib.sha256(data).hexdigest()
    return [replace(text, sha256=digest) for text in texts]


def name_of(path: PurePath) -> str:
    """The name that a file's text goes by: the file's without ``.gz`` and without its extension."""
    return PurePath(path.name.removesuffix(".gz")).stem


def describe_notes(text: DecodedText, *, count_lines: bool = True) -> tuple[str, ...]:
    """What a user should know about how a file was decoded, its byte-order mark included."""
    marked = (f"{text.path}: the file begins with a byte-order mark, which was left out.",) if text.bom else ()
    return (*marked, *(text.notes if count_lines else ()))


def _read_bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ReadingError(
            f"{path}: the file is no whole gzip archive: {error}. Make it again, or unpack it first."
        ) from error
    except OSError as error:
        raise ReadingError(f"{path}: the file cannot be read: {error.strerror}.") from error


def _choose_reader(path: Path) -> ModuleType:
    suffix = PurePath(path.name.removesuffix(".gz")).suffix.lower()
    return next((reader for reader in _list_readers() if suffix in reader.SUFFIXES), _load("text"))


@cache
def _list_readers() -> tuple[ModuleType, ...]:
    return tuple(_load(module.name) for module in pkgutil.iter_modules(__path__))


def _load(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")


def require_texts(texts: Iterable[LineText], path: Path, what: str) -> list[LineText]:
    """The texts as a list; ReadingError where there is none, or one without a line."""
    listed = list(texts)
    if not listed or any(not text.lines for text in listed):
        raise ReadingError(f"{path}: {what}")
    return listed
