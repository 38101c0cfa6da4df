"""Folders of small documents to audit, decide on and repair, and the audit of them."""

from __future__ import annotations

from pathlib import Path

from evalkit.data import DecisionState
from evalkit.data.places import index_passages
from evalkit.jobs.auditing import Audit, audit_paths
from evalkit.review.attaching import make_decision
from evalkit.review.storing import change_decisions

CHINESE = "协(xié)会的会长到访，大家表示欢迎。"
ENGLISH = "The head of the association came  on a visit and was welcomed by all of us there."
"""One inline pinyin, which is safe to delete, and one double space, which is safe to close."""
CHECKS = ("inline-pinyin", "double-space", "replacement-character", "unpaired-punctuation", "half-width-punctuation")


def write_document(folder: Path, name: str = "visit", *, chinese: str = CHINESE, english: str = ENGLISH) -> Path:
    """A document of one paragraph in both languages."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_bytes(f"{chinese}\n\n{english}\n".encode())
    return path


def audit(*paths: Path, checks: tuple[str, ...] = CHECKS) -> Audit:
    """The audit of these with a few checks."""
    return audit_paths(paths, checks=checks)


def decide(audited: Audit, state: DecisionState, check: str, *, note: str = "") -> str:
    """Decides on the first finding of a check; its fingerprint."""
    finding = next(finding for finding in audited.found if finding.check == check)
    decision = make_decision(finding, state, index_passages(audited.segments), note=note)
    change_decisions(audited.documents, {finding.fingerprint: decision}, moved=audited.heeded.moved)
    return finding.fingerprint


def checks_of(audited: Audit) -> set[str]:
    return {finding.check for finding in audited.findings}
