"""File names for documents: safe on every file system, unique, and the same in every writer of a report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 120  # bytes; file systems allow 255, and a suffix and an extension follow
_RESERVED = frozenset(
    {"index", "con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)}
)


def name_files(names: Iterable[str]) -> Mapping[str, str]:
    """A file name without extension for each name, in which only letters, digits, ``_``, ``-`` and inner dots are left.

    Two names never share a file, also where the file system ignores case or normalises Unicode; a name that Windows or
    a web server reserves gets ``document-`` before it.
    """
    taken: set[str] = set()
    named: dict[str, str] = {}
    for name in names:
        if name not in named:
            named[name] = _number(_clean(name), taken)
            taken.add(named[name].casefold())
    return named


def _clean(name: str) -> str:
    text = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    text = _UNSAFE.sub("_", text).strip("._-")
    text = text.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").rstrip("._-") or "document"
    return f"document-{text}" if text.casefold().split(".")[0] in _RESERVED else text


def _number(stem: str, taken: set[str]) -> str:
    candidate, number = stem, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate
