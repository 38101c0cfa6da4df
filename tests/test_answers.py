"""What comes back from a reviewer is taken as it was meant, and what cannot be taken is named."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from audits import audit, write_document

from evalkit.data import Decision
from evalkit.data.places import index_passages
from evalkit.errors import ReadingError
from evalkit.jobs.auditing import Audit
from evalkit.plugins import load_plugin
from evalkit.review.answers import Taken, read_answers, take_answers


@pytest.fixture
def audited(tmp_path: Path) -> Audit:
    write_document(tmp_path / "documents", english="=  It is  so, (as it stands here, said all of them.")
    return audit(tmp_path / "documents")


@pytest.mark.parametrize("written", ["it\nis", "it\tis", "it\ud800is"])
def test_a_suggestion_that_would_tear_its_line_is_not_taken(audited: Audit, tmp_path: Path, written: str) -> None:
    cells = {"double-space": {"decision": "accepted", "suggestion": written}}
    taken = take(audited, give_back(audited, tmp_path / "back.jsonl", cells))
    assert taken.decisions == {} and "line break" in taken.conflicting[0]


@pytest.mark.parametrize(("content", "found"), [("5", "int"), ("null", "NoneType"), ('{"a": 1}', "dict")])
def test_json_that_is_no_list_is_refused(tmp_path: Path, content: str, found: str) -> None:
    (tmp_path / "back.json").write_text(content, encoding="utf-8")
    with pytest.raises(ReadingError, match=f"expected a list of findings, found {found}"):
        read_answers(tmp_path / "back.json")


def test_a_cell_with_very_many_places_is_read(tmp_path: Path) -> None:
    path = tmp_path / "back.csv"
    path.write_text(f'fingerprint,decision,places\nabcd,rejected,"{"x" * 200_000}"\n', encoding="utf-8")
    assert [answer.state for answer in read_answers(path)] == ["rejected"]


def give_back(audited: Audit, path: Path, cells: dict[str, dict[str, Any]]) -> Path:
    """The audit in the format of the path's ending, in which a reviewer has set these columns in the rows of these
    checks."""
    content = b"".join(load_plugin("formats", path.suffix[1:]).render(audited))
    if path.suffix == ".xlsx":
        path.write_bytes(content)
        _fill_workbook(path, cells)
    elif path.suffix == ".csv":
        rows = list(csv.DictReader(StringIO(content.decode())))
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows({**row, **cells.get(row["check"], {})} for row in rows)
    else:
        rows = [json.loads(line) for line in content.decode().splitlines()]
        path.write_text("".join(json.dumps({**row, **cells.get(row["check"], {})}) + "\n" for row in rows))
    return path


def _fill_workbook(path: Path, cells: dict[str, dict[str, Any]]) -> None:
    book = openpyxl.load_workbook(path)
    header, *rows = book.active.iter_rows()
    columns = {str(cell.value).lower(): number for number, cell in enumerate(header)}
    for row in rows:
        for column, value in cells.get(row[columns["check"]].value, {}).items():
            row[columns[column]].value = value
    book.save(path)


def take(
    audited: Audit, path: Path, before: dict[str, Decision] | None = None, *, replace_others: bool = False
) -> Taken:
    passages = index_passages(audited.segments)
    return take_answers(read_answers(path), audited.found, before or {}, passages, replace_others=replace_others)


@pytest.mark.parametrize("ending", ["xlsx", "csv", "jsonl"])
def test_decisions_and_notes_are_taken_from_every_table_that_an_audit_writes(
    audited: Audit, tmp_path: Path, ending: str
) -> None:
    cells = {
        "double-space": {"decision": "rejected", "note": "so meant"},
        "inline-pinyin": {"decision": "accepted"},
    }
    taken = take(audited, give_back(audited, tmp_path / f"back.{ending}", cells))
    decided = {(one.check, one.state, one.note) for one in taken.decisions.values()}
    assert decided == {("double-space", "rejected", "so meant"), ("inline-pinyin", "accepted", "")}
    assert (taken.left_open, taken.unknown, taken.conflicting, taken.notes) == (len(audited.found) - 2, (), (), ())


@pytest.mark.parametrize("ending", ["xlsx", "csv", "jsonl"])
def test_a_table_that_nobody_touched_decides_nothing(audited: Audit, tmp_path: Path, ending: str) -> None:
    taken = take(audited, give_back(audited, tmp_path / f"back.{ending}", {}))
    assert taken.decisions == {}
    assert taken.left_open == len(audited.found)


def test_json_may_be_a_list_and_say_state(audited: Audit, tmp_path: Path) -> None:
    fingerprint = audited.found[0].fingerprint
    (tmp_path / "back.json").write_text(json.dumps([{"fingerprint": fingerprint, "state": "rejected"}]))
    assert [one.state for one in take(audited, tmp_path / "back.json").decisions.values()] == ["rejected"]


def test_a_suggestion_that_the_reviewer_wrote_is_taken_in_place_of_the_proposed(audited: Audit, tmp_path: Path) -> None:
    cells = {
        "unpaired-punctuation": {"decision": "accepted", "suggestion": "["},
        "inline-pinyin": {"decision": "accepted"},
    }
    taken = take(audited, give_back(audited, tmp_path / "back.xlsx", cells))
    assert {one.check: one.suggestion for one in taken.decisions.values()} == {
        "unpaired-punctuation": "[",
        "inline-pinyin": "",
    }


def test_a_suggestion_for_what_repeats_is_not_taken_and_said_so(audited: Audit, tmp_path: Path) -> None:
    cells = {"double-space": {"decision": "accepted", "suggestion": "\u00a0"}}
    [spaces] = [finding for finding in audited.found if finding.check == "double-space"]
    repeating = replace(spaces, places=(spaces.place,))
    findings = [repeating if one.fingerprint == repeating.fingerprint else one for one in audited.found]
    answers = read_answers(give_back(audited, tmp_path / "back.xlsx", {repeating.check: cells["double-space"]}))
    taken = take_answers(answers, findings, {}, index_passages(audited.segments))
    assert [one.suggestion for one in taken.decisions.values()] == [repeating.place.suggestion]
    assert len(taken.notes) == 1


def test_an_accepted_finding_that_proposes_nothing_is_taken_and_said_to_repair_nothing(
    audited: Audit, tmp_path: Path
) -> None:
    taken = take(
        audited, give_back(audited, tmp_path / "back.xlsx", {"unpaired-punctuation": {"decision": "accepted"}})
    )
    assert [one.state for one in taken.decisions.values()] == ["accepted"]
    assert "unpaired-punctuation proposes nothing" in taken.notes[0]


@pytest.mark.parametrize("ending", ["xlsx", "csv", "jsonl"])
def test_a_proposed_space_that_nobody_touched_is_no_suggestion_of_the_reviewer(
    audited: Audit, tmp_path: Path, ending: str
) -> None:
    [spaces] = [finding for finding in audited.found if finding.check == "double-space"]
    cells = {"double-space": {"decision": "accepted"}}
    answers = read_answers(give_back(audited, tmp_path / f"back.{ending}", cells))
    taken = take_answers(answers, [replace(spaces, places=(spaces.place,))], {}, index_passages(audited.segments))
    assert ([one.suggestion for one in taken.decisions.values()], taken.notes) == ([" "], ())


def test_a_reviewer_may_write_a_space_as_it_is_shown(audited: Audit, tmp_path: Path) -> None:
    cells = {"unpaired-punctuation": {"decision": "accepted", "suggestion": "␣"}}
    taken = take(audited, give_back(audited, tmp_path / "back.xlsx", cells))
    assert [one.suggestion for one in taken.decisions.values()] == [" "]


def test_what_no_finding_answers_to_is_named_with_its_row(audited: Audit, tmp_path: Path) -> None:
    (tmp_path / "back.csv").write_text("Decision,Fingerprint\nrejected,0123456789abcdef\n")
    taken = take(audited, tmp_path / "back.csv")
    assert taken.decisions == {}
    assert "back.csv:2" in taken.unknown[0] and "0123456789abcdef" in taken.unknown[0]


def test_a_contradiction_to_an_earlier_decision_is_named_and_taken_only_when_asked(
    audited: Audit, tmp_path: Path
) -> None:
    back = give_back(audited, tmp_path / "back.csv", {"double-space": {"decision": "rejected"}})
    before = {key: replace(one, state="accepted") for key, one in take(audited, back).decisions.items()}
    taken = take(audited, back, before)
    assert taken.decisions == {} and "accepted before" in taken.conflicting[0]
    replaced = take(audited, back, before, replace_others=True)
    assert [one.state for one in replaced.decisions.values()] == ["rejected"]


def test_rows_that_contradict_each_other_are_named_and_none_is_taken(audited: Audit, tmp_path: Path) -> None:
    fingerprint = audited.found[0].fingerprint
    (tmp_path / "back.csv").write_text(f"Decision,Fingerprint\nrejected,{fingerprint}\naccepted,{fingerprint}\n")
    taken = take(audited, tmp_path / "back.csv")
    assert taken.decisions == {}
    assert len(taken.conflicting) == 2


def test_an_open_row_takes_no_decision_back(audited: Audit, tmp_path: Path) -> None:
    back = give_back(audited, tmp_path / "back.csv", {"double-space": {"decision": "rejected"}})
    before = dict(take(audited, back).decisions)
    taken = take(audited, give_back(audited, tmp_path / "open.csv", {}), before)
    assert taken.decisions == {} and taken.conflicting == ()


def test_what_was_taken_before_is_counted_as_such(audited: Audit, tmp_path: Path) -> None:
    back = give_back(audited, tmp_path / "back.xlsx", {"double-space": {"decision": "rejected"}})
    taken = take(audited, back, dict(take(audited, back).decisions))
    assert (taken.decisions, taken.same) == ({}, 1)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("back.csv", "Fingerprint,Note\nabc,x\n", "no column “Decision”"),
        ("back.csv", "Decision,Fingerprint\nperhaps,abc\n", "back.csv:2: the decision is “perhaps”"),
        ("back.csv", "", "no column"),
        ("back.json", "{", "not JSON"),
        ("back.json", "[1]", "expected an object"),
        ("back.xlsx", "no workbook", "no workbook"),
        ("back.docx", "", "read from .xlsx"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_the_reason(
    tmp_path: Path, name: str, content: str, expected: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(ReadingError, match=expected):
        read_answers(tmp_path / name)


def test_a_table_with_semicolons_is_read(audited: Audit, tmp_path: Path) -> None:
    fingerprint = audited.found[0].fingerprint
    (tmp_path / "back.csv").write_text(f"Decision;Note;Fingerprint\nrejected;a, b;{fingerprint}\n")
    assert [one.note for one in take(audited, tmp_path / "back.csv").decisions.values()] == ["a, b"]
