"""Decisions stay with their findings when the texts change, and say so when the findings are gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audits import CHINESE, ENGLISH, audit, checks_of, decide, write_document
from builders import findings_on, make_segments

from evalkit.data.places import index_passages
from evalkit.review.attaching import attach_decisions, make_decision


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
