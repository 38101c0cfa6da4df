"""Repairs change what their suggestions say and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from builders import make_document

from evalkit.alignment.pairing import pair_document
from evalkit.auditing.checking import Check, check_segments, load_check
from evalkit.data import Fault, Finding, Place, Repair, Segment
from evalkit.review.repairing import Accept, Plan, collect_edits, diff_repair, is_safe, make_repair, plan_repairs

TEXT = "first line\r\n\tThe Womens Federation of? China\nlast line without an end"


def make_finding(
    text: str,
    suggestion: str | None,
    *,
    line: int = 2,
    safe: bool = True,
    content: str = TEXT,
    places: tuple[Place, ...] = (),
) -> Finding:
    column = content.split("\n")[line - 1].index(text) + 1
    place = Place(
        side="target",
        path="d.txt",
        line=line,
        column=column,
        end_line=line,
        end_column=column + len(text),
        text=text,
        suggestion=suggestion,
    )
    return Finding(
        document="d",
        system=None,
        check="dropped-apostrophe",
        place=place,
        places=places,
        message_id="x",
        parameters={},
        message="x",
        severity="minor",
        confidence=1.0,
        category="x",
        safe=safe,
        group=None,
        fingerprint=f"{line}-{column}-{text}",
    )


def repair(findings: list[Finding], accept: Accept = is_safe, *, path: str = "d.txt", content: str = TEXT) -> Repair:
    return make_repair("d", path, content, Plan(edits=tuple(collect_edits(findings, accept))))


def test_a_safe_suggestion_is_applied_and_every_other_byte_stays() -> None:
    done = repair([make_finding("Womens", "Women's"), make_finding("of?", "of", safe=False)])
    assert done.after == TEXT.replace("Womens", "Women's")
    assert [finding.place.text for finding in done.applied] == ["Womens"]


def test_an_accepted_suggestion_is_applied_though_it_is_not_safe() -> None:
    done = repair([make_finding("of?", "of", safe=False)], lambda finding: True)
    assert done.after == TEXT.replace("of?", "of")


def test_several_edits_in_a_line_keep_their_places() -> None:
    findings = [
        make_finding("Womens", "Women's"),
        make_finding("?", ""),
        make_finding("China", "the People's Republic"),
    ]
    expected = TEXT.replace("Womens", "Women's").replace("?", "").replace("China", "the People's Republic")
    assert repair(findings).after == expected


def test_further_places_of_a_finding_are_repaired_too() -> None:
    further = make_finding("last", "Last", line=3).place
    done = repair([make_finding("Womens", "Women's", places=(further,))])
    assert done.after.endswith("Last line without an end")
    assert len(done.applied) == 1


def test_of_two_overlapping_suggestions_the_first_is_applied() -> None:
    done = repair([make_finding("Womens Federation", "Women's Federation"), make_finding("Federation of", "League of")])
    assert "Women's Federation of?" in done.after
    assert len(done.applied) == 1


def test_a_finding_without_a_suggestion_changes_nothing() -> None:
    assert repair([make_finding("China", None)]).after == TEXT


def test_findings_of_other_files_are_left_alone() -> None:
    assert repair([make_finding("Womens", "Women's")], path="other.txt").after == TEXT


# A check for these tests: “bad” is to be written “worse”, which it objects to as well; “fine” is to be written “bad”.


def _object_to_bad(segments: Sequence[Segment]) -> Iterator[Fault]:
    for passage in (passage for segment in segments for passage in segment.hypothesis):
        for word, suggestion in (("bad", "worse"), ("worse", None), ("fine", "good"), ("good-for-all", None)):
            if word in passage.text:
                start = passage.text.index(word)
                place = passage.place(start, start + len(word), side="target", suggestion=suggestion)
                yield Fault(places=(place,), message="x", safe=True)


OBJECTING = replace(
    load_check("replacement-character"), name="objecting", messages={"x": "x"}, check_document=_object_to_bad
)


def _learn_from_good(segments: Sequence[Segment]) -> Iterator[Fault]:
    passages = [passage for segment in segments for passage in segment.hypothesis]
    learned = any("good" in passage.text for passage in passages)
    for passage in passages:
        for word in ("fine", "nice") if learned else ("fine",):
            if word in passage.text:
                start = passage.text.index(word)
                place = passage.place(start, start + len(word), side="target", suggestion="good")
                yield Fault(places=(place,), message="x", safe=True)


LEARNING = replace(OBJECTING, name="learning", check_document=_learn_from_good)


def plan(target: str, check: Check = OBJECTING) -> Plan:
    document = make_document("", target)
    findings = check_segments(pair_document(document), [check])
    return plan_repairs([document], findings, [check])


def test_a_repair_that_holds_is_applied() -> None:
    done = plan("a fine day\nanother day")
    assert [edit.replacement for edit in done.edits] == ["good"]
    assert done.held == {}


def test_a_repair_that_its_own_check_objects_to_is_held_back() -> None:
    done = plan("a bad day\na fine day")
    assert [edit.replacement for edit in done.edits] == ["good"]
    assert list(done.held.values()) == ["objecting still objects to what it would write"]


def test_a_repair_that_gives_rise_to_a_new_finding_is_held_back() -> None:
    done = plan("it is fine-for-all of us\na fine day")
    assert [(edit.line, edit.replacement) for edit in done.edits] == [(2, "good")]
    assert "objecting" in next(iter(done.held.values()))


def test_two_repairs_that_go_only_together_are_made_though_one_between_them_is_held_back() -> None:
    checks = [load_check("stray-question-mark"), load_check("unpaired-punctuation"), OBJECTING]
    document = make_document(
        "1998年，基金会设立了“六四孤儿教育基金”。\n委员会公布了结果。",
        "In 1998, MCDF established the ?June bad Orphan Fund?; after 11 years it grew.\nThe committee published the results.",
    )
    done = plan_repairs([document], check_segments(pair_document(document), checks), checks, lambda finding: True)
    assert sorted(edit.replacement for edit in done.edits) == ['"', '"']
    assert list(done.held.values()) == ["objecting still objects to what it would write"]


def test_a_fault_that_repairs_reveal_elsewhere_is_told_and_holds_nothing_back() -> None:
    done = plan("a fine day\na nice day\na fine evening", LEARNING)
    assert [(edit.line, edit.replacement) for edit in done.edits] == [(1, "good"), (3, "good")]
    assert done.held == {}
    assert [(finding.place.line, finding.place.text) for finding in done.revealed] == [(2, "nice")]


def test_a_repair_that_another_one_covers_is_said_to_be_left_out() -> None:
    document = make_document("", "a fine day")
    [finding] = check_segments(pair_document(document), [OBJECTING])
    wider = replace(
        finding, fingerprint="wider", place=document.target[0].place(0, 6, side="target", suggestion="A good")
    )
    done = plan_repairs([document], [finding, wider], [OBJECTING])
    assert [edit.replacement for edit in done.edits] == ["A good"]
    assert list(done.held) == [finding.fingerprint]
    assert "another repair changes the same words; run repair on the result" in done.held[finding.fingerprint]


def test_a_repair_that_runs_over_the_end_of_a_line_is_said_to_be_left_out() -> None:
    document = make_document("", "a fine day\nand a night")
    place = replace(document.target[0].place(7, 10, side="target", suggestion="x"), end_line=2)
    [finding] = check_segments(pair_document(document), [OBJECTING])
    done = plan_repairs([document], [replace(finding, place=place)], [OBJECTING])
    assert list(done.held.values()) == ["its words run over the end of a line"]


def test_a_diff_shows_the_lines_that_changed_and_a_missing_line_end() -> None:
    assert diff_repair(repair([make_finding("last", "Last", line=3)])).split("\n")[-5:] == [
        "-last line without an end",
        "\\ No newline at end of file",
        "+Last line without an end",
        "\\ No newline at end of file",
        "",
    ]


@pytest.mark.parametrize("content", [TEXT, TEXT + "\n", "\n"])
def test_no_repair_is_an_empty_diff(content: str) -> None:
    assert diff_repair(repair([], content=content)) == ""
