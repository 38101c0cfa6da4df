"""The readers: one file an input format, named after it.

A reader's module offers a docstring that says what it reads; ``EXTENSIONS``, the file name endings it is for, each with its dot and in lower
case; and ``read(path, *, settings, shown, folder, name, side)``, which returns :class:`Contents` or raises ReadingError with path
and line. ``shown`` is the path that passages and messages carry, ``folder`` the folder the user gave (or empty), ``name`` the document's
name; ``side`` is set for one half of a pair, all of which belongs to that side whatever its script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evalkit.data import Document
from evalkit.decoding import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What one file holds: its documents; by path the decoded text of a file that can be written back as text; sentences to tell the user."""

    documents: tuple[Document, ...]
    texts: Mapping[str, Text] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
