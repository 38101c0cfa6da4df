"""The readers: one file an input format, named after it.

A reader's module offers a docstring that says what it reads; ``EXTENSIONS``, the file name endings it is for, each with
its dot and in lower case; and ``read(path, *, settings, shown, folder, name, side)``, which returns :class:`Contents`
or raises ReadingError with path and line. ``shown`` is the path that passages and messages carry, ``folder`` the folder
the user gave (or empty), ``name`` the document's name; ``side`` is set for one half of a pair, all of which belongs to
that side whatever its script. ``HOLDS_BOTH_SIDES = True`` says that a file of the format always holds both languages:
then a language in its name (``messages.zh.xlf``) is part of the name; ``NAMES_LANGUAGES = True`` that it also says
which languages these are, so that none is assumed.

Where a format has no lines of its own, the reader says what its passages' lines and columns count; ``line`` and
``column`` together are the place of one passage only, and ``location`` names it to people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evalkit.data import Document
from evalkit.files.decoding import DecodedText


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What one file holds: its documents; by path the decoded text of a file that can be written back as text, or for
    any other the lines that its passages' positions count; sentences to tell the user."""

    documents: tuple[Document, ...]
    texts: Mapping[str, DecodedText] = field(default_factory=dict)
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
