"""Decisions are heeded by every later audit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audits import audit, checks_of, decide, write_document

from evalkit.review.decisions import heed_decisions


def test_a_rejected_finding_is_left_out_and_counted(tmp_path: Path) -> None:
    write_document(tmp_path)
    assert checks_of(audit(tmp_path)) == {"inline-pinyin", "double-space"}
    decide(audit(tmp_path), "rejected", "double-space", note="a typewriter's habit")
    audited = audit(tmp_path)
    assert checks_of(audited) == {"inline-pinyin"}
    assert [finding.check for finding in audited.heeded.rejected] == ["double-space"]


def test_what_a_rejected_cause_explained_stands_for_itself(tmp_path: Path) -> None:
    write_document(tmp_path)
    audited = audit(tmp_path)
    cause, one = audited.found
    decide(audited, "rejected", cause.check)
    heeded = heed_decisions([cause, replace(one, group=cause.fingerprint)], audited.documents, audited.segments)
    assert [(finding.check, finding.group) for finding in heeded.findings] == [(one.check, None)]
