"""Decisions stay beside the documents, are heeded, survive edits elsewhere, and can be taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from audits import CHINESE, ENGLISH, audit, write_document
from builders import findings_on, make_segments

from evalkit.auditing import Audit
from evalkit.data import DecisionState
from evalkit.errors import SettingsError
from evalkit.review.decisions import (
    attach_decisions,
    change_decisions,
    index_passages,
    make_decision,
    read_decisions,
    undo_decisions,
)


def decide(audited: Audit, state: DecisionState, check: str, *, note: str = "") -> str:
    """Decides on the first finding of a check; its fingerprint."""
    finding = next(finding for finding in audited.found if finding.check == check)
    decision = make_decision(finding, state, index_passages(audited.segments), note=note)
    change_decisions(audited.documents, {finding.fingerprint: decision}, moved=audited.heeded.moved)
    return finding.fingerprint


def checks_of(audited: Audit) -> set[str]:
    return {finding.check for finding in audited.findings}


def test_a_rejected_finding_is_left_out_and_counted(tmp_path: Path) -> None:
    write_document(tmp_path)
    assert checks_of(audit(tmp_path)) == {"inline-pinyin", "double-space"}
    decide(audit(tmp_path), "rejected", "double-space", note="a typewriter's habit")
    audited = audit(tmp_path)
    assert checks_of(audited) == {"inline-pinyin"}
    assert [finding.check for finding in audited.heeded.rejected] == ["double-space"]


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


def test_a_decision_holds_when_other_parts_of_the_document_change(tmp_path: Path) -> None:
    path = write_document(tmp_path)
    decide(audit(tmp_path), "rejected", "double-space")
    path.write_text("新的一段在前面。\n" + path.read_text("utf-8") + "A new paragraph behind.\n", "utf-8")
    assert "double-space" not in checks_of(audit(tmp_path))


def test_a_decision_holds_when_words_close_by_change(tmp_path: Path) -> None:
    path = write_document(tmp_path)
    decide(audit(tmp_path), "rejected", "inline-pinyin")
    path.write_text(path.read_text("utf-8").replace("欢迎", "热烈欢迎"), "utf-8")
    audited = audit(tmp_path)
    assert "inline-pinyin" not in checks_of(audited)
    assert len(audited.heeded.moved) == 1
    decide(audited, "rejected", "double-space")
    assert audit(tmp_path).heeded.moved == {}


def test_a_decision_on_a_card_holds_for_the_places_that_it_gets_and_loses(tmp_path: Path) -> None:
    path = write_document(tmp_path)
    decide(audit(tmp_path), "rejected", "double-space")
    sound = ENGLISH.replace("  ", " ")
    path.write_text(f"{CHINESE}\n{sound}\nQuite another  text stands here.\n", "utf-8")
    audited = audit(tmp_path)
    assert "double-space" not in checks_of(audited)
    assert list(audited.standings.values()) == ["standing"]


def test_a_decision_holds_in_a_short_paragraph_whose_finding_has_another_fingerprint_now() -> None:
    (finding,) = findings_on("repeated-word", target="The the end")
    old = make_decision(finding, "rejected", index_passages(make_segments(target="The the end")))
    old = replace(old, fingerprint="0" * 16)
    moved = attach_decisions({old.fingerprint: old}, [finding], index_passages(make_segments(target="The the end")))
    assert moved[old.fingerprint].fingerprint == finding.fingerprint
    other = index_passages(make_segments(target="The the start"))
    (elsewhere,) = findings_on("repeated-word", target="The the start")
    assert attach_decisions({old.fingerprint: old}, [elsewhere], other) == {}


def test_a_decision_is_not_taken_over_by_a_finding_elsewhere(tmp_path: Path) -> None:
    path = write_document(tmp_path)
    decide(audit(tmp_path), "rejected", "inline-pinyin")
    path.write_text(f"{CHINESE.replace('(xié)', '')}\n他一再协(xié)助了我们。\n{ENGLISH}\n", "utf-8")
    audited = audit(tmp_path)
    assert "inline-pinyin" in checks_of(audited)
    assert list(audited.standings.values()) == ["fixed"]


def test_a_decision_whose_text_is_repaired_is_fixed_and_one_whose_text_is_gone_is_stale(tmp_path: Path) -> None:
    path = write_document(tmp_path)
    fixed = decide(audit(tmp_path), "accepted", "double-space")
    stale = decide(audit(tmp_path), "accepted", "inline-pinyin")
    path.write_text("另一段话。\n\n" + ENGLISH.replace("  ", " "), "utf-8")
    assert audit(tmp_path).standings == {fixed: "fixed", stale: "stale"}


def test_a_decision_on_what_was_not_looked_at_is_not_stale(tmp_path: Path) -> None:
    write_document(tmp_path, "other")
    path = write_document(tmp_path)
    decide(audit(path), "rejected", "double-space")
    assert audit(tmp_path / "other.txt").standings == {}
    assert audit(path, checks=("inline-pinyin",)).standings == {}


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


def test_what_a_rejected_cause_explained_stands_for_itself(tmp_path: Path) -> None:
    from dataclasses import replace

    from evalkit.review.decisions import heed_decisions

    write_document(tmp_path)
    audited = audit(tmp_path)
    cause, one = audited.found
    decide(audited, "rejected", cause.check)
    heeded = heed_decisions([cause, replace(one, group=cause.fingerprint)], audited.documents, audited.segments)
    assert [(finding.check, finding.group) for finding in heeded.findings] == [(one.check, None)]
