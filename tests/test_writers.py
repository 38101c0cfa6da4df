"""The files for people and programs: text stays text, numbers stay numbers, everything is there."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from evaluations import HOSTILE_TARGET, make_document, make_evaluation, make_finding, make_findings

from evalkit.data import Repair
from evalkit.data.frames import FINDINGS, SCORES, list_rows, make_findings_frame, make_scores_frame
from evalkit.data.records import make_record
from evalkit.files.cells import guard_formula
from evalkit.plugins import list_names, load_plugin
from evalkit.review.repairing import diff_repair
from evalkit.writers import evaluation_json, findings_csv, findings_xlsx, repaired_texts, scores_csv


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_sheet(path: Path) -> list[dict[str, Any]]:
    header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", list_names("writers"))
def test_every_writer_returns_the_files_it_wrote_and_no_other(name: str, tmp_path: Path) -> None:
    written = load_plugin("writers", name).write(make_evaluation(), tmp_path)
    assert sorted(written) == sorted(
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    )
    assert written


@pytest.mark.parametrize("name", list_names("writers"))
def test_every_writer_is_explained(name: str) -> None:
    assert len(load_plugin("writers", name).__doc__ or "") > 30


def test_a_record_has_the_promised_fields_in_order() -> None:
    record = make_record(make_findings(make_document("press"))[6])
    assert list(record) == [
        "document", "path", "system", "side", "line", "column", "end_line", "end_column", "text", "places", "check",
        "severity", "confidence", "category", "message", "suggestion", "safe", "group", "fingerprint", "location",
    ]  # fmt: skip
    assert record["places"] == [
        {
            "side": "source",
            "line": 2,
            "column": 2,
            "end_line": 2,
            "end_column": 3,
            "text": "6",
            "suggestion": None,
            "path": "press.txt",
            "location": None,
        }
    ]
    assert json.loads(json.dumps(record)) == record


def test_the_frames_have_the_declared_columns_and_dtypes_also_when_empty() -> None:
    findings = make_findings(make_document("press"))
    for frame, columns in (
        (make_findings_frame(findings), FINDINGS),
        (make_findings_frame([]), FINDINGS),
        (make_evaluation().scores, SCORES),
        (make_scores_frame([]), SCORES),
    ):
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(columns)


def test_rows_of_a_frame_are_plain_values() -> None:
    row = {"system": "a", "reference": "as-is", "metric": "BLEU", "signature": "s", "value": float("nan")}
    [listed] = list_rows(make_scores_frame([row]))
    assert listed == {
        "system": "a",
        "reference": "as-is",
        "document": None,
        "index": None,
        "metric": "BLEU",
        "signature": "s",
        "value": None,
    }
    [listed] = list_rows(make_scores_frame([{**row, "index": 3, "value": 1.5}]))
    assert (type(listed["index"]), type(listed["value"])) == (int, float)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1"])
def test_a_text_that_a_spreadsheet_would_run_is_guarded(cell: str) -> None:
    assert guard_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [-1.5, 3, True, None, "a=b", ""])
def test_all_else_is_left_as_it_is(cell: Any) -> None:
    assert guard_formula(cell) is cell


def test_findings_csv_has_a_byte_order_mark_and_guards_formulas(tmp_path: Path) -> None:
    findings_csv.write(make_evaluation(), tmp_path)
    assert (tmp_path / "findings.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    row = read_csv(tmp_path / "findings.csv")[-1]
    assert (row["text"], row["suggestion"], row["message"]) == ("'=1+1", "'@SUM(1)", "'-1+1")


def test_a_proposal_to_delete_differs_from_no_proposal_in_tables(tmp_path: Path) -> None:
    document = make_document("press")
    findings = [make_finding(document, document.target[0], "the", suggestion=suggestion) for suggestion in ("", None)]
    evaluation = make_evaluation(findings=tuple(findings))
    findings_csv.write(evaluation, tmp_path)
    assert [row["suggestion"] for row in read_csv(tmp_path / "findings.csv")] == ["(delete)", ""]
    findings_xlsx.write(evaluation, tmp_path)
    assert [row["Suggestion"] for row in read_sheet(tmp_path / "findings.xlsx")] == ["(delete)", None]


def test_scores_csv_holds_unrounded_numbers_and_empty_cells(tmp_path: Path) -> None:
    scores_csv.write(make_evaluation(), tmp_path)
    assert (tmp_path / "scores.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = read_csv(tmp_path / "scores.csv")
    assert (rows[0]["document"], rows[0]["index"], rows[0]["value"]) == ("", "", "20.123")
    assert {row["index"] for row in rows} == {"", "0", "1"}


def test_the_workbook_keeps_formulas_as_text_and_offers_decisions(tmp_path: Path) -> None:
    evaluation = make_evaluation()
    findings_xlsx.write(evaluation, tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "findings.xlsx").active
    rows = read_sheet(tmp_path / "findings.xlsx")
    assert (rows[-1]["Text"], rows[-1]["Suggestion"], rows[-1]["Message"]) == ("=1+1", "@SUM(1)", "-1+1")
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert {row["Decision"] for row in rows} == {"open"}
    assert [row["Fingerprint"] for row in rows] == [finding.fingerprint for finding in evaluation.findings]
    [validation] = sheet.data_validations.dataValidation
    assert validation.formula1 == '"open,accepted,rejected"' and str(validation.sqref) == f"A2:A{len(rows) + 1}"
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref


def test_the_workbook_opens_with_control_characters_long_cells_and_no_findings(tmp_path: Path) -> None:
    document = make_document("press", [], ["a\x00\x1b\ufffeb" + "x" * 40_000])
    text = document.target[0].text
    findings_xlsx.write(make_evaluation(findings=(make_finding(document, document.target[0], text),)), tmp_path)
    assert read_sheet(tmp_path / "findings.xlsx")[0]["Text"].startswith("a␀␛[U+FFFE]bxxx")
    findings_xlsx.write(make_evaluation(findings=()), tmp_path)
    assert read_sheet(tmp_path / "findings.xlsx") == []


def test_evaluation_json_is_strict_and_complete(tmp_path: Path) -> None:
    evaluation = make_evaluation()
    evaluation_json.write(evaluation, tmp_path)

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    content = json.loads((tmp_path / "evaluation.json").read_bytes().decode("utf-8"), parse_constant=refuse)
    assert content["findings"] == [make_record(finding) for finding in evaluation.findings]
    assert content["scores"] == list(list_rows(evaluation.scores))
    assert content["segments"][1]["anchors"][0]["verdict"] == "differs" and content["segments"][1]["confidence"] == 0.4
    assert content["documents"][1]["target"][0]["text"] == HOSTILE_TARGET[0]
    assert content["not_scored"] and content["warnings"] and content["comparisons"] and content["distances"]
    assert content["manifest"]["odd"] is None
    assert len(content["references"]) == 2 * sum(len(evaluated.segments) for evaluated in evaluation.sets[:1])
    assert [len(evaluated["segments"]) for evaluated in content["sets"]] == [4, 4]


def test_a_file_name_that_is_no_unicode_breaks_no_writer(tmp_path: Path) -> None:
    document = make_document("odd\udcff")
    evaluation = make_evaluation(documents=(document,), findings=make_findings(document), repairs=())
    for name in set(list_names("writers")) - {"repaired-texts"}:
        load_plugin("writers", name).write(evaluation, tmp_path)
    assert (
        json.loads((tmp_path / "evaluation.json").read_text(encoding="utf-8"))["documents"][0]["document"]
        == "odd\udcff"
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\n", "a\nc\n"),
        ("a\nb", "a\nc"),
        ("a\r\nb\r\n", "a\r\nc\r\n"),
        ("x\u2028b\n", "x\u2028c\n"),
        ("a\n", "a"),
        ("a b", ""),
    ],
)
def test_a_diff_applied_to_the_text_gives_the_repaired_text(tmp_path: Path, before: str, after: str) -> None:
    repair = Repair(document="press", path="texts/press.txt", before=before, after=after, applied=())
    original = tmp_path / repair.path
    original.parent.mkdir()
    original.write_bytes(before.encode())
    (tmp_path / "change.diff").write_bytes(diff_repair(repair).encode())
    subprocess.run(["git", "apply", "change.diff"], cwd=tmp_path, check=True)
    assert original.read_bytes().decode() == after


def test_a_repaired_text_is_written_byte_for_byte_and_a_diff_only_where_something_changed(tmp_path: Path) -> None:
    changed = Repair(document="press", path="press.txt", before="\ufeffa\r\n", after="\ufeffb\r\n", applied=())
    same = replace(changed, path="Press.txt", after=changed.before)
    written = repaired_texts.write(make_evaluation(repairs=(changed, same)), tmp_path)
    assert written == ["repaired/press.txt", "repaired/press.diff", "repaired/Press-2.txt"]
    assert (tmp_path / "repaired/press.txt").read_bytes().decode() == "\ufeffb\r\n"
