"""A baseline leaves out what was there, and nothing that is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from audits import audit, decide, write_document
from running import run

from evalkit.errors import SettingsError
from evalkit.review.baselines import describe_baseline, read_baseline, write_baseline

THEN, NOW = date(2026, 11, 20), date(2026, 11, 22)


def test_what_was_there_is_not_new_and_what_was_not_is(tmp_path: Path) -> None:
    write_document(tmp_path / "documents")
    first, second = audit(tmp_path / "documents").findings
    write_baseline(tmp_path / "baseline.json", [first], today=THEN)
    baseline = read_baseline(tmp_path / "baseline.json")
    assert not baseline.is_new(first)
    assert baseline.is_new(second)


def test_what_repeats_in_more_places_than_before_is_new(tmp_path: Path) -> None:
    write_document(tmp_path / "documents")
    [finding, _] = audit(tmp_path / "documents").findings
    write_baseline(tmp_path / "baseline.json", [finding], today=THEN)
    baseline = read_baseline(tmp_path / "baseline.json")
    assert baseline.is_new(replace(finding, places=(finding.place,)))


def test_its_age_and_counts_are_told(tmp_path: Path) -> None:
    write_document(tmp_path / "documents")
    findings = audit(tmp_path / "documents").findings
    write_baseline(tmp_path / "baseline.json", findings, today=THEN)
    checks = [finding.check for finding in findings]
    told = describe_baseline(read_baseline(tmp_path / "baseline.json"), findings[:1], checks=checks, today=NOW)
    assert "2026-11-20 (2 days ago)" in told
    assert "holds 2 findings: 1 are still there and left out, 1 are gone" in told
    told = describe_baseline(read_baseline(tmp_path / "baseline.json"), [], checks=checks[:1], today=NOW)
    assert "0 are still there and left out, 1 are gone" in told and told.endswith("1 are of checks that did not run")


def test_an_empty_baseline_can_be_written_and_read(tmp_path: Path) -> None:
    write_baseline(tmp_path / "baseline.json", [], today=THEN)
    assert read_baseline(tmp_path / "baseline.json").places == {}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"written": "yesterday", "findings": {}}'])
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "baseline.json").write_text(content)
    with pytest.raises(SettingsError, match="no baseline"):
        read_baseline(tmp_path / "baseline.json")


def test_a_missing_baseline_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"absent\.json.*--write-baseline"):
        read_baseline(tmp_path / "absent.json")


def test_what_was_rejected_since_is_not_said_to_be_gone(tmp_path: Path) -> None:
    write_document(tmp_path / "d")
    run("audit", tmp_path / "d", "--check", "double-space", "--write-baseline", tmp_path / "base.json")
    decide(audit(tmp_path / "d"), "rejected", "double-space")
    said = run("audit", tmp_path / "d", "--check", "double-space", "--baseline", tmp_path / "base.json").stderr
    assert "1 are still there and left out, 0 are gone" in said
