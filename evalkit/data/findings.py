"""What is wrong in a text, what people decided about it, and what was repaired."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from evalkit.data.texts import GlossaryEntry, Place

Severity = Literal["neutral", "minor", "major", "critical"]
SEVERITIES: tuple[Severity, ...] = ("neutral", "minor", "major", "critical")
SHOWN_CONFIDENCE = 0.8
"""Findings of this confidence or more are shown; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a check reports: the places (the first is the finding's own), which of its messages applies, how sure it is.

    ``severity`` and ``category`` are given where they depart from the check's own. ``safe`` claims that every
    suggestion in it may be applied without a person looking: a measured precision of the replacement of .995 or more,
    or a proof. ``explains`` lists findings that this fault is the cause of. A fault of the whole document stands at
    line 1, column 1, with an empty text.
    """

    places: tuple[Place, ...]
    message: str
    parameters: Mapping[str, str | int | float] = field(default_factory=dict)
    confidence: float = 1.0
    severity: Severity | None = None
    category: str | None = None
    safe: bool = False
    explains: tuple[Finding, ...] = ()
    about: str | None = None
    """What a fault that collects places is about (a word, a term; empty: the whole side), by which it is known again as
    places come and go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault as the user sees it. Fields are those of ``evalkit audit --format jsonl``; ``place`` and ``places`` hold
    the positions."""

    document: str
    system: str | None
    check: str
    place: Place
    places: tuple[Place, ...]
    message_id: str
    parameters: Mapping[str, str | int | float]
    message: str
    severity: Severity
    confidence: float
    category: str
    safe: bool
    group: str | None
    fingerprint: str


DecisionState = Literal["open", "accepted", "rejected", "fixed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about one finding, with enough of the text to recognise it when the document has changed.

    ``text`` stood there, ``before`` and ``behind`` it up to 20 characters of its line. ``suggestion`` is what an
    accepted finding is repaired with: the check's proposal, or what the reviewer wrote in its place.
    """

    fingerprint: str
    document: str
    system: str | None
    check: str
    text: str
    suggestion: str | None
    before: str
    behind: str
    state: DecisionState
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A short text that a check must flag, or must leave alone. Lines are paragraphs; either side may be empty.

    For a flagged example ``text`` is what must be flagged and ``suggestion`` what must be proposed for it (``None``: no
    proposal).
    """

    source: str = ""
    target: str = ""
    source_language: str = "zh"
    target_language: str = "en"
    text: str | None = None
    suggestion: str | None = None
    glossary: tuple[GlossaryEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One document's text with its safe suggestions applied: the findings that were applied, and the whole file before
    and after."""

    document: str
    path: str
    before: str
    after: str
    applied: tuple[Finding, ...]
