"""Decisions stay beside the documents, in a file that people can read and compare, and can be taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from audits import audit, checks_of, decide, write_document

from evalkit.data.places import index_passages
from evalkit.errors import SettingsError
from evalkit.review.attaching import make_decision
from evalkit.review.storing import change_decisions, read_decisions, undo_decisions


def test_a_decision_is_one_readable_line_beside_the_document(tmp_path: Path) -> None:
    write_document(tmp_path)
    fingerprint = decide(audit(tmp_path), "rejected", "inline-pinyin", note="for learners")
    [line] = (tmp_path / "evalkit-decisions.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line) == {
        "document": "visit",
        "check": "inline-pinyin",
        "text": "(xié)",
        "suggestion": "",
        "state": "rejected",
        "note": "for learners",
        "before": "协",
        "behind": "会的会长到访，大家表示欢迎。",
        "fingerprint": fingerprint,
    }


def test_the_file_of_decisions_is_neither_a_document_nor_noise(tmp_path: Path) -> None:
    write_document(tmp_path)
    decide(audit(tmp_path), "rejected", "double-space")
    (tmp_path / "visit.txt.bak").write_text("an older text")
    audited = audit(tmp_path)
    assert [document.name for document in audited.documents] == ["visit"]
    assert audited.ignored == ()


def test_decisions_are_sorted_whatever_their_order(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write_document(tmp_path, name)
    audited = audit(tmp_path)
    for finding in reversed(audited.found):
        decision = make_decision(finding, "rejected", index_passages(audited.segments))
        change_decisions(audited.documents, {finding.fingerprint: decision})
    lines = [json.loads(line) for line in (tmp_path / "evalkit-decisions.jsonl").read_text("utf-8").splitlines()]
    assert [(one["document"], one["check"]) for one in lines] == [
        ("a", "double-space"), ("a", "inline-pinyin"), ("b", "double-space"), ("b", "inline-pinyin"),
    ]  # fmt: skip


def test_a_change_can_be_undone_and_done_again(tmp_path: Path) -> None:
    write_document(tmp_path)
    audited = audit(tmp_path)
    decide(audited, "rejected", "double-space")
    undo_decisions(audited.documents)
    assert read_decisions(tmp_path) == {}
    undo_decisions(audited.documents)
    assert len(read_decisions(tmp_path)) == 1


def test_a_decision_is_taken_back_with_none(tmp_path: Path) -> None:
    write_document(tmp_path)
    audited = audit(tmp_path)
    fingerprint = decide(audited, "rejected", "double-space")
    change_decisions(audited.documents, {fingerprint: None})
    assert "double-space" in checks_of(audit(tmp_path))


def test_decisions_are_never_kept_in_a_report(tmp_path: Path) -> None:
    write_document(tmp_path / "repaired")
    (tmp_path / ".evalkit-manifest.json").write_text("{}")
    with pytest.raises(SettingsError, match="report"):
        decide(audit(tmp_path / "repaired"), "rejected", "double-space")
    assert not (tmp_path / "repaired" / "evalkit-decisions.jsonl").exists()


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "{}", '{"state": "rejected"}', "[]"])
def test_a_line_that_is_no_decision_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    write_document(tmp_path)
    decide(audit(tmp_path), "rejected", "double-space")
    with (tmp_path / "evalkit-decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write(line)
    with pytest.raises(SettingsError, match=r"evalkit-decisions\.jsonl:2: "):
        audit(tmp_path)


def test_a_state_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    write_document(tmp_path)
    decide(audit(tmp_path), "rejected", "double-space")
    path = tmp_path / "evalkit-decisions.jsonl"
    path.write_text(path.read_text("utf-8").replace("rejected", "maybe"), "utf-8")
    with pytest.raises(SettingsError, match="maybe"):
        audit(tmp_path)
