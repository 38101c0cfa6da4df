"""Repairs change what their suggestions say and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import make_passages

from evalkit.data import Finding, Place
from evalkit.repairing import collect_edits, diff_repair, make_repair, repair_content, repair_passage

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


def test_a_safe_suggestion_is_applied_and_every_other_byte_stays() -> None:
    repair = make_repair("d", "d.txt", TEXT, [make_finding("Womens", "Women's"), make_finding("of?", "of", safe=False)])
    assert repair.after == TEXT.replace("Womens", "Women's")
    assert [finding.place.text for finding in repair.applied] == ["Womens"]


def test_an_accepted_suggestion_is_applied_though_it_is_not_safe() -> None:
    repair = make_repair("d", "d.txt", TEXT, [make_finding("of?", "of", safe=False)], lambda finding: True)
    assert repair.after == TEXT.replace("of?", "of")


def test_several_edits_in_a_line_keep_their_places() -> None:
    findings = [
        make_finding("Womens", "Women's"),
        make_finding("?", ""),
        make_finding("China", "the People's Republic"),
    ]
    assert repair_content(TEXT, collect_edits(findings)) == TEXT.replace("Womens", "Women's").replace("?", "").replace(
        "China", "the People's Republic"
    )


def test_further_places_of_a_finding_are_repaired_too() -> None:
    further = make_finding("last", "Last", line=3).place
    repair = make_repair("d", "d.txt", TEXT, [make_finding("Womens", "Women's", places=(further,))])
    assert repair.after.endswith("Last line without an end")
    assert len(repair.applied) == 1


def test_of_two_overlapping_suggestions_the_first_is_applied() -> None:
    findings = [make_finding("Womens Federation", "Women's Federation"), make_finding("Federation of", "League of")]
    repair = make_repair("d", "d.txt", TEXT, findings)
    assert "Women's Federation of?" in repair.after
    assert len(repair.applied) == 1


def test_a_finding_without_a_suggestion_changes_nothing() -> None:
    assert make_repair("d", "d.txt", TEXT, [make_finding("China", None)]).after == TEXT


def test_findings_of_other_files_are_left_alone() -> None:
    assert make_repair("d", "other.txt", TEXT, [make_finding("Womens", "Women's")]).after == TEXT


def test_a_passage_in_the_middle_of_a_line_is_repaired_at_its_own_offsets() -> None:
    (passage,) = make_passages("Womens Federation", path="d.txt")
    moved = replace(passage, line=2, column=TEXT.split("\n")[1].index("Womens") + 1)
    assert repair_passage(moved, collect_edits([make_finding("Womens", "Women's")])).text == "Women's Federation"
    assert (
        repair_passage(replace(moved, column=50), collect_edits([make_finding("Womens", "Women's")])).text
        == "Womens Federation"
    )


def test_a_diff_shows_the_lines_that_changed_and_a_missing_line_end() -> None:
    repair = make_repair("d", "d.txt", TEXT, [make_finding("last", "Last", line=3)])
    assert diff_repair(repair).split("\n")[-5:] == [
        "-last line without an end",
        "\\ No newline at end of file",
        "+Last line without an end",
        "\\ No newline at end of file",
        "",
    ]


@pytest.mark.parametrize("content", [TEXT, TEXT + "\n", "\n"])
def test_no_repair_is_an_empty_diff(content: str) -> None:
    assert diff_repair(make_repair("d", "d.txt", content, [])) == ""
