"""The values of a test set: texts of aligned lines, and which of them is what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evalkit.data import Passage

Role = Literal["source", "reference", "hypothesis"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LineText:
    """One text of a test set, a passage a segment. ``role`` is ``None`` where its file does not say what it is.

    ``documents`` and ``domains`` have one entry a segment, or none at all. ``notes`` are sentences for the user;
    ``sha256`` is the hash of the file's bytes.
    """

    name: str
    path: str
    lines: tuple[Passage, ...]
    role: Role | None = None
    documents: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def texts(self) -> list[str]:
        """The lines as strings."""
        return [passage.text for passage in self.lines]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TestSet:
    """Systems' outputs beside references and source. ``documents`` and ``domains`` have one entry a segment, or none at
    all."""

    __test__ = False  # pytest would take the name for a test's

    systems: Mapping[str, LineText]
    references: Mapping[str, LineText] = field(default_factory=dict)
    source: LineText | None = None
    documents: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()

    @property
    def texts(self) -> Sequence[LineText]:
        """Every text: references, source, systems."""
        return [text for _, text in self.named_texts]

    @property
    def named_texts(self) -> Sequence[tuple[str, LineText]]:
        """Every text under the name that it goes by in this test set, in the order of ``texts``."""
        source = [(self.source.name, self.source)] if self.source else []
        return [*self.references.items(), *source, *self.systems.items()]
