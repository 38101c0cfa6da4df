"""Deciding on the command line: by finding, by check, from a table, and back again."""

from __future__ import annotations

import importlib
import inspect
import json
from pathlib import Path

import openpyxl
import pytest
from audits import CHINESE, ENGLISH, audit, write_document
from running import Done, run

from evalkit.auditing.checking import choose_checks
from evalkit.jobs.auditing import audit_paths
from evalkit.jobs.evaluating import Job, complete_job, prepare_job
from evalkit.reading.reading import read_folder
from evalkit.writers import findings_xlsx

CHECKS = ("--check", "inline-pinyin", "--check", "double-space")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_document(tmp_path / "documents")
    return tmp_path / "documents"


def decide(folder: Path, *arguments: object) -> Done:
    return run("decide", folder, *CHECKS, *arguments)


def states(folder: Path) -> dict[str, str]:
    lines = decide(folder, "--format", "jsonl").stdout.splitlines()
    return {record["check"]: record["decision"] for record in map(json.loads, lines)}


def fingerprint_of(folder: Path, check: str) -> str:
    return next(finding.fingerprint for finding in audit(folder).found if finding.check == check)


def test_a_finding_is_named_by_the_beginning_of_its_fingerprint(folder: Path) -> None:
    done = decide(folder, "--reject", fingerprint_of(folder, "double-space")[:6], "--note", "so meant")
    assert done.returncode == 0 and "1 decision made" in done.stderr
    assert states(folder) == {"double-space": "rejected"}
    assert "(so meant)" in decide(folder).stdout


@pytest.mark.parametrize(
    "given",
    [
        ("--reset", "double-space", "--reject", "double-space"),
        ("--accept", "double-space", "--reject", "double-space"),
        ("--note", "why"),
        ("--replace",),
    ],
)
def test_options_that_contradict_or_do_nothing_are_wrong_usage(folder: Path, given: tuple[str, ...]) -> None:
    decide(folder, "--accept", "double-space")
    assert decide(folder, *given).returncode == 2
    assert states(folder) == {"double-space": "accepted"}


def test_all_open_findings_of_a_check_are_named_by_it(folder: Path) -> None:
    write_document(folder, "again")
    decide(folder, "--reject", fingerprint_of(folder, "inline-pinyin"))
    done = decide(folder, "--accept", "inline-pinyin")
    assert "1 findings of inline-pinyin were decided before" in done.stderr
    records = map(json.loads, decide(folder, "--format", "jsonl").stdout.splitlines())
    assert [record["decision"] for record in records] == ["rejected", "accepted"]


@pytest.mark.parametrize("name", ["inlin-pinyin", "ffffffff"])
def test_what_does_not_exist_is_wrong_usage(folder: Path, name: str) -> None:
    done = decide(folder, "--reject", name)
    assert done.returncode == 2 and name in done.stderr
    assert not (folder / "evalkit-decisions.jsonl").exists()


def test_too_short_a_beginning_is_refused(folder: Path) -> None:
    assert decide(folder, "--reject", fingerprint_of(folder, "double-space")[:2]).returncode == 2


def test_reset_and_undo_take_decisions_back(folder: Path) -> None:
    decide(folder, "--reject", "double-space", "--accept", "inline-pinyin")
    assert states(folder) == {"double-space": "rejected", "inline-pinyin": "accepted"}
    decide(folder, "--reset", "double-space")
    assert states(folder) == {"inline-pinyin": "accepted"}
    decide(folder, "--undo")
    assert states(folder) == {"double-space": "rejected", "inline-pinyin": "accepted"}
    decide(folder, "--reset", "all")
    assert states(folder) == {}


def test_there_may_be_nothing_to_undo(folder: Path) -> None:
    done = decide(folder, "--undo")
    assert done.returncode == 0 and "nothing to undo" in done.stderr


def test_a_workbook_that_comes_back_is_taken_and_told(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "findings.xlsx"
    run("audit", folder, *CHECKS, "--format", "xlsx", "--output", table)
    book = openpyxl.load_workbook(table)
    header = [cell.value for cell in book.active[1]]
    for row in book.active.iter_rows(min_row=2):
        accepts = row[header.index("Check")].value == "inline-pinyin"
        row[header.index("Decision")].value = "accepted" if accepts else "rejected"
    book.active.append(["rejected", *[None] * (header.index("Fingerprint") - 1), "0123456789abcdef"])
    book.save(table)
    done = decide(folder, "--import", table)
    assert done.returncode == 0
    assert "1 accepted, 1 rejected, 0 left open, 1 unknown." in done.stderr
    assert "findings.xlsx:4: no finding has the fingerprint “0123456789abcdef”" in done.stderr
    assert states(folder) == {"double-space": "rejected", "inline-pinyin": "accepted"}
    assert "2 as before" in decide(folder, "--import", table).stderr


def test_two_ways_at_once_are_wrong_usage(folder: Path) -> None:
    assert decide(folder, "--undo", "--reject", "double-space").returncode == 2


def test_the_list_says_what_is_stale_and_what_is_fixed(folder: Path) -> None:
    decide(folder, "--accept", "double-space", "--accept", "inline-pinyin")
    (folder / "visit.txt").write_text(CHINESE.replace("协(xié)会", "商会") + "\n" + ENGLISH.replace("  ", " "), "utf-8")
    done = decide(folder)
    assert "accepted, stale" in done.stdout and "  fixed  " in done.stdout
    assert "1 stale" in done.stderr


# repair


def test_repair_applies_what_is_safe_or_accepted_and_leaves_what_is_rejected(folder: Path, tmp_path: Path) -> None:
    decide(folder, "--reject", "double-space")
    done = run("repair", folder, *CHECKS, "--output", tmp_path / "out")
    assert done.returncode == 0
    assert (tmp_path / "out" / "visit.txt").read_text("utf-8") == f"{CHINESE.replace('(xié)', '')}\n\n{ENGLISH}\n"


def test_a_suggestion_that_was_written_by_the_reviewer_is_applied(folder: Path, tmp_path: Path) -> None:
    table = [
        {"fingerprint": fingerprint_of(folder, "double-space"), "decision": "accepted", "suggestion": " today "},
    ]
    (tmp_path / "back.json").write_text(json.dumps(table))
    decide(folder, "--import", tmp_path / "back.json")
    run("repair", folder, *CHECKS, "--output", tmp_path / "out")
    assert "came today on a visit" in (tmp_path / "out" / "visit.txt").read_text("utf-8")


def test_repair_in_place_marks_what_was_accepted_as_fixed_and_keeps_what_was_rejected(folder: Path) -> None:
    english = "One (part  of\ufffd it came on a visit and was welcomed."
    write_document(folder, english=english)
    checks = (*CHECKS, "--check", "unpaired-punctuation")
    run("decide", folder, *checks, "--accept", "double-space", "--reject", "unpaired-punctuation")
    assert run("repair", folder, *checks, "--in-place").returncode == 0
    assert english.replace("  ", " ") in (folder / "visit.txt").read_text("utf-8")
    lines = (folder / "evalkit-decisions.jsonl").read_text("utf-8").splitlines()
    assert {(one["check"], one["state"]) for one in map(json.loads, lines)} == {
        ("double-space", "fixed"),
        ("unpaired-punctuation", "rejected"),
    }
    audited = audit(folder)
    assert not audited.heeded.moved
    assert "unpaired-punctuation" not in {finding.check for finding in audited.findings}


def test_repair_keeps_the_encoding_the_mark_and_the_line_ends(folder: Path, tmp_path: Path) -> None:
    content = "\ufeff" + f"{CHINESE}\r\n\r\n{ENGLISH}\r\nlast\u2028line"
    (folder / "visit.txt").write_bytes(content.encode("utf-16-le"))
    run("repair", folder, *CHECKS, "--output", tmp_path / "out")
    expected = content.replace("(xié)", "").replace("  ", " ")
    assert (tmp_path / "out" / "visit.txt").read_bytes() == expected.encode("utf-16-le")


def test_repair_never_overwrites_a_backup_or_another_file(folder: Path, tmp_path: Path) -> None:
    original = (folder / "visit.txt").read_bytes()
    run("repair", folder, *CHECKS, "--in-place")
    (folder / "visit.txt").write_bytes(original + b"More  of it.\n")
    run("repair", folder, *CHECKS, "--in-place")
    assert (folder / "visit.txt.bak").read_bytes() == original
    assert (folder / "visit.txt.bak2").read_bytes() == original + b"More  of it.\n"
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "visit.txt").write_text("by hand")
    run("repair", folder, *CHECKS, "--output", tmp_path / "out")
    assert (tmp_path / "out" / "visit.txt.bak").read_text() == "by hand"
    assert run("repair", folder, *CHECKS, "--output", folder).returncode == 1


def test_a_file_that_cannot_be_written_back_is_refused_by_name_and_the_others_are_repaired(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "table.csv").write_text(f"zh,en\n{CHINESE},{ENGLISH}\n", "utf-8")
    done = run("repair", folder, *CHECKS, "--output", tmp_path / "out")
    assert done.returncode == 1
    assert "table.csv: a .csv file cannot be written back unchanged" in done.stderr
    assert "have a suggestion in a file that cannot be written back" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["visit.txt"]


# eval


def prepare(folder: Path) -> Job:
    return prepare_job(read_folder(folder), choose_checks(("inline-pinyin", "double-space")), title="documents")


def test_an_evaluation_heeds_decisions_in_its_findings_and_its_repaired_texts(folder: Path) -> None:
    assert len(prepare(folder).findings) == 2
    decide(folder, "--reject", "double-space", "--accept", "inline-pinyin", "--note", "yes")
    job = prepare(folder)
    assert [finding.check for finding in job.findings] == ["inline-pinyin"]
    [repair] = job.repairs
    assert repair.after == f"{CHINESE.replace('(xié)', '')}\n\n{ENGLISH}\n"
    assert [passage.text for segment in job.repaired_segments for passage in segment.hypothesis] == [ENGLISH]
    assert any("and not shown: 1 finding." in warning for warning in job.warnings)
    [decision] = complete_job(job, [], {}).decisions.values()
    assert (decision.state, decision.note) == ("accepted", "yes")


def test_the_workbook_of_a_report_shows_what_was_accepted(folder: Path, tmp_path: Path) -> None:
    decide(folder, "--accept", "inline-pinyin", "--note", "yes")
    findings_xlsx.write(complete_job(prepare(folder), [], {}), tmp_path)
    _, *rows = openpyxl.load_workbook(tmp_path / "findings.xlsx").active.iter_rows(values_only=True)
    assert {row[:2] for row in rows} == {("accepted", "yes"), ("open", None)}


@pytest.mark.parametrize("name", ["decide", "repair"])
def test_whatever_an_audit_can_be_told_others_can_be_told_too(name: str) -> None:
    names = {
        command: {
            parameter.name
            for parameter in importlib.import_module(f"evalkit.commands.{command}_command").command.params
        }
        for command in ("audit", name)
    }
    told = set(inspect.signature(audit_paths).parameters) - {"outputs"}
    assert told <= names["audit"] and told <= names[name]


def test_a_finding_against_a_glossary_can_be_decided_on_and_repaired(tmp_path: Path) -> None:
    folder, glossary = tmp_path / "documents", tmp_path / "terms.csv"
    write_document(folder, chinese="他们参观了外事大楼。", english="They visited the Outer Building.")
    glossary.write_text("source,target,forbidden\n外事大楼,Foreign Affairs Building,Outer Building\n", "utf-8")
    told = "--glossary", glossary, "--check", "glossary-violation"
    assert run("decide", folder, "--accept", "glossary-violation", *told).returncode == 0
    assert run("repair", folder, "--output", tmp_path / "copies", *told).returncode == 0
    assert "the Foreign Affairs Building" in (tmp_path / "copies" / "visit.txt").read_text("utf-8")
