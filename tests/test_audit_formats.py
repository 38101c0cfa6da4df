"""Every format of an audit says the same, each in the manner of those who read it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from audits import audit, write_document
from running import run

from evalkit.data import Finding, Place
from evalkit.jobs.auditing import Audit
from evalkit.plugins import list_names, load_plugin
from evalkit.tables.listing import display_width, list_findings
from evalkit.writers.findings import csv as csv_format
from evalkit.writers.findings import jsonl, mqm_tsv, sarif, text, xlsx

EMOJI = "She 😀 came  twice, “as she said. One\ufffd"


@pytest.fixture
def audited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audit:
    monkeypatch.chdir(tmp_path)
    write_document(tmp_path / "a folder", english=EMOJI)
    return audit(Path("a folder"))


def render(module: Any, audited: Audit) -> str:
    return b"".join(module.render(audited)).decode("utf-8")


def log_of(audited: Audit) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(render(sarif, audited))
    return log


def cut(path: Path, region: dict[str, int]) -> str:
    """What a reader of SARIF finds in a region of one line of a file."""
    line = path.read_text("utf-8").split("\n")[region["startLine"] - 1]
    assert region["endLine"] == region["startLine"]
    return line[region["startColumn"] - 1 : region["endColumn"] - 1]


@pytest.mark.parametrize("name", list_names("formats"))
def test_every_format_is_explained_and_renders_no_findings_too(name: str, audited: Audit) -> None:
    module = load_plugin("formats", name)
    assert len(module.__doc__ or "") > 30
    assert isinstance(b"".join(module.render(replace(audited, findings=()))), bytes)


def test_text_names_the_place_and_sets_the_caret_under_the_words(audited: Audit) -> None:
    lines = render(text, audited).split("\n")
    [at] = [number for number, line in enumerate(lines) if "double-space" in line]
    assert lines[at].startswith("a folder/visit.txt:3:11: minor double-space: ")
    before = lines[at + 2].split("^")[0]
    assert display_width(before) == display_width(lines[at + 1].split("  twice")[0])
    assert lines[at + 2].strip() == "^^ write: ␣"


def test_wide_characters_take_two_columns_and_marks_that_join_none() -> None:
    assert [display_width(shown) for shown in ("ab", "外事", "e\u0301", "❤\ufe0f", "a\u200db")] == [2, 4, 1, 1, 2]


def test_what_a_cause_explains_stands_under_it(audited: Audit) -> None:
    cause, *others = audited.findings
    explained = [cause, *(replace(one, group=cause.fingerprint) for one in others)]
    cards = list(list_findings(explained, audited.lines))
    assert [card.startswith("  ") for card in cards] == [False] + [True] * len(others)
    alone = list(list_findings(explained[1:], audited.lines))
    assert not any(card.startswith("  ") for card in alone)


def test_no_finding_hides_another_on_the_same_words(audited: Audit) -> None:
    twice = [audited.findings[0], replace(audited.findings[0], check="other", fingerprint="other")]
    assert len(list(list_findings(twice, audited.lines))) == 2


def test_a_terminal_is_sent_no_control_character_of_a_document(audited: Audit) -> None:
    hostile = replace(audited.findings[0], message="\x1b[31mred\u202e")
    shown = render(text, replace(audited, findings=(hostile,)))
    assert "\x1b" not in shown and "\u202e" not in shown


def test_jsonl_holds_the_record_and_the_decision_of_every_finding(audited: Audit) -> None:
    records = [json.loads(line) for line in render(jsonl, audited).splitlines()]
    assert [record["fingerprint"] for record in records] == [finding.fingerprint for finding in audited.findings]
    assert {(record["decision"], record["note"]) for record in records} == {("open", "")}


def test_a_table_guards_what_a_spreadsheet_would_run(tmp_path: Path) -> None:
    write_document(tmp_path, english="=1+1 \ufffd (as it was here")
    audited = audit(tmp_path)
    whole = replace(audited.findings[-1].place, text="=1+1")
    findings = (replace(audited.findings[-1], place=whole),)
    [row] = csv.DictReader(StringIO(render(csv_format, replace(audited, findings=findings))))
    assert row["text"] == "'=1+1"
    book = openpyxl.load_workbook(BytesIO(b"".join(xlsx.render(replace(audited, findings=findings)))))
    assert all(cell.data_type != "f" for line in book.active.iter_rows() for cell in line)


# SARIF 2.1.0: what its schema and its text demand of the objects that are written


def rows_of_workbook(audited: Audit) -> tuple[Any, list[dict[str, Any]]]:
    sheet = openpyxl.load_workbook(BytesIO(b"".join(xlsx.render(audited)))).active
    header, *rows = sheet.iter_rows(values_only=True)
    return sheet, [dict(zip(header, row, strict=True)) for row in rows]


def test_a_workbook_shows_the_words_in_their_context_and_spaces_so_that_they_can_be_seen(audited: Audit) -> None:
    _, rows = rows_of_workbook(audited)
    [row] = [row for row in rows if row["Check"] == "double-space"]
    finding = next(finding for finding in audited.findings if finding.check == "double-space")
    line = audited.lines[finding.place.path, finding.place.line]
    assert (row["Text"], row["Suggestion"]) == ("␣␣", "␣")
    assert row["Context"].rstrip("…") in line.replace("  ", "␣␣")
    assert len(row["Context"]) > len("came␣␣twice")


def test_a_workbook_hides_the_columns_that_no_finding_fills(audited: Audit) -> None:
    sheet, rows = rows_of_workbook(audited)
    hidden = {sheet[f"{column}1"].value for column, one in sheet.column_dimensions.items() if one.hidden}
    assert "System" in hidden
    assert all(row[name] is None for row in rows for name in hidden)


def test_text_shows_spaces_of_further_places_and_no_line_end_of_windows(tmp_path: Path) -> None:
    path = write_document(tmp_path, chinese="他来了。", english="It came  to us  all.")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    shown = render(text, audit(tmp_path))
    assert "␣␣ → ␣" in shown
    assert "␍" not in shown


def test_sarif_is_one_run_with_the_required_properties(audited: Audit) -> None:
    log = log_of(audited)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [run] = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "evalkit" and driver["version"]


def test_sarif_rules_are_the_checks_with_their_explanations(audited: Audit) -> None:
    [run] = log_of(audited)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) == len(audited.checks)
    for rule in rules:
        assert rule["fullDescription"]["text"].startswith(rule["shortDescription"]["text"][:30])
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("note", "warning", "error")
        assert result["message"]["text"]
        assert 0 <= result["rank"] <= 100


def test_sarif_columns_count_code_points_behind_an_emoji_too(audited: Audit) -> None:
    [run] = log_of(audited)["runs"]
    for result, finding in zip(run["results"], audited.findings, strict=True):
        [location] = result["locations"]
        region = location["physicalLocation"]["region"]
        assert cut(Path("a folder/visit.txt"), region) == finding.place.text == region["snippet"]["text"]


def test_sarif_addresses_are_relative_and_encoded(audited: Audit) -> None:
    [run] = log_of(audited)["runs"]
    addresses = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]}
    assert addresses == {"a%20folder/visit.txt"} == {one["location"]["uri"] for one in run["artifacts"]}


def test_sarif_addresses_of_files_elsewhere_are_relative_to_the_folder_given(
    audited: Audit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    [run] = log_of(audit(tmp_path / "a folder"))["runs"]
    assert [one["location"]["uri"] for one in run["artifacts"]] == ["visit.txt"]
    [run] = log_of(audit(tmp_path / "a folder" / "visit.txt"))["runs"]
    assert [one["location"]["uri"] for one in run["artifacts"]] == ["visit.txt"]


def test_sarif_fingerprints_are_the_findings_own_and_unique(audited: Audit) -> None:
    [run] = log_of(audited)["runs"]
    prints = [result["partialFingerprints"]["evalkit/v1"] for result in run["results"]]
    assert prints == [finding.fingerprint for finding in audited.findings]
    assert len(set(prints)) == len(prints)


def test_sarif_fixes_carried_out_are_the_suggestions(audited: Audit) -> None:
    [run] = log_of(audited)["runs"]
    [result] = [result for result in run["results"] if result["ruleId"] == "double-space"]
    [fix] = result["fixes"]
    [change] = fix["artifactChanges"]
    [replacement] = change["replacements"]
    assert cut(Path("a folder/visit.txt"), replacement["deletedRegion"]) == "  "
    assert replacement["insertedContent"] == {"text": " "}
    assert change["artifactLocation"]["uri"] == "a%20folder/visit.txt"
    unfixed = [result for result in run["results"] if result["ruleId"] == "replacement-character"]
    assert unfixed and not any("fixes" in result for result in unfixed)


def test_sarif_shows_further_places_as_related_locations(audited: Audit) -> None:
    finding = audited.findings[0]
    collected = replace(finding, places=(finding.place, finding.place))
    [result] = log_of(replace(audited, findings=(collected,)))["runs"][0]["results"]
    assert [location["id"] for location in result["relatedLocations"]] == [1, 2]
    assert all(location["message"]["text"] for location in result["relatedLocations"])


def test_a_finding_about_the_whole_document_has_no_region_in_sarif(audited: Audit) -> None:
    [result] = log_of(replace(audited, findings=(about_document(audited.findings[0]),)))["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]


def about_document(finding: Finding) -> Finding:
    place = Place(side="target", path=finding.place.path, line=1, column=1, end_line=1, end_column=1, text="")
    return replace(finding, place=place, places=())


# The MQM Viewer


def rows_of(audited: Audit) -> list[dict[str, str]]:
    header, *lines = render(mqm_tsv, audited).rstrip("\n").split("\n")
    columns = header.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines]


def test_the_viewers_ten_columns_are_there_in_their_order(audited: Audit) -> None:
    header = render(mqm_tsv, audited).split("\n")[0]
    assert header == "system\tdoc\tdocSegId\tglobalSegId\trater\tsource\ttarget\tcategory\tseverity\tmetadata"


def test_the_words_of_a_finding_are_marked_in_its_segment(audited: Audit) -> None:
    rows = {json.loads(row["metadata"])["check"]: row for row in rows_of(audited)}
    assert rows["double-space"]["target"] == EMOJI.replace("  ", "<v>  </v>")
    assert "<v>" not in rows["double-space"]["source"]
    assert rows["inline-pinyin"]["source"].startswith("协<v>(xié)</v>会")
    row = rows["double-space"]
    assert (row["system"], row["doc"], row["docSegId"], row["rater"]) == ("as-is", "visit:zh-en", "1", "evalkit")
    assert row["severity"] == "Minor"


def test_a_segment_without_a_finding_is_a_row_without_error(tmp_path: Path) -> None:
    write_document(tmp_path, chinese="会长到访。", english="The head came on a visit.")
    [row] = rows_of(audit(tmp_path))
    assert (row["category"], row["severity"], row["metadata"]) == ("no-error", "no-error", "{}")


def test_what_repeats_is_one_row_in_each_of_its_segments(tmp_path: Path) -> None:
    write_document(
        tmp_path, chinese="会长,到访。大家,都在。\n第二,一段。", english="The head came, and all were.\nA second one."
    )
    rows = [row for row in rows_of(audit(tmp_path)) if "half-width" in row["metadata"]]
    assert [row["source"].count("<v>") for row in rows] == [2, 1]
    assert [row["globalSegId"] for row in rows] == ["1", "2"]


def test_text_with_tabs_line_ends_and_marks_of_its_own_breaks_no_row(tmp_path: Path) -> None:
    write_document(tmp_path, english="One\ufffd part\u2028another <v>part</v>\x0b and so on.")
    [row] = rows_of(audit(tmp_path, checks=("replacement-character",)))
    assert row["target"] == "One<v>\ufffd</v> part another ‹v›part‹/v›  and so on."


def test_a_finding_about_the_whole_document_stands_with_its_first_segment(audited: Audit) -> None:
    rows = rows_of(replace(audited, findings=(about_document(audited.findings[0]),)))
    assert len(rows) == len(audited.segments)
    assert "<v>" not in rows[0]["target"] and rows[0]["category"] != "no-error"


# The command


def test_a_workbook_needs_a_file_and_csv_in_a_file_has_a_byte_order_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_document(tmp_path / "documents")
    options = ("documents", "--check", "double-space")
    assert run("audit", *options, "--format", "xlsx").returncode == 2
    assert run("audit", *options, "--format", "xlsx", "--output", "out/f.xlsx").returncode == 0
    assert openpyxl.load_workbook(tmp_path / "out" / "f.xlsx").active.max_row == 2
    assert run("audit", *options, "--format", "csv").stdout.startswith("document,")
    run("audit", *options, "--format", "csv", "--output", "f.csv")
    assert (tmp_path / "f.csv").read_bytes().startswith(b"\xef\xbb\xbfdocument,")


@pytest.mark.parametrize("form", ["text", "jsonl", "csv", "sarif", "mqm-tsv"])
def test_every_format_leaves_out_what_is_unsure_and_counts_it(tmp_path: Path, form: str) -> None:
    write_document(tmp_path, chinese="会长(共二人)到访。", english="The head (of two) came on a visit.")
    options = (tmp_path, "--check", "half-width-punctuation", "--format", form)
    shown, everything = run("audit", *options), run("audit", *options, "--all")
    assert "1 more of lower confidence, shown with --all" in shown.stderr
    assert "Half-width punctuation next to" not in shown.stdout
    assert "Half-width punctuation next to" in everything.stdout


def test_a_baseline_leaves_out_what_it_holds_and_only_new_findings_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = write_document(tmp_path / "documents")
    options = (path, "--check", "double-space", "--check", "replacement-character", "--fail-on", "minor")
    assert run("audit", *options, "--write-baseline", "b.json").returncode == 3
    known = run("audit", *options, "--baseline", "b.json")
    assert (known.returncode, known.stdout) == (0, "")
    assert "0 new findings" in known.stderr and "(today)" in known.stderr
    path.write_text(path.read_text("utf-8") + "One\ufffd more.\n", "utf-8")
    new = run("audit", *options, "--baseline", "b.json")
    assert new.returncode == 3
    assert "replacement-character" in new.stdout and "double-space" not in new.stdout
    assert run("audit", path, "--baseline", "absent.json").returncode == 1


@pytest.mark.parametrize("option", ["--output", "--write-baseline"])
def test_a_document_that_is_audited_is_not_written_over(tmp_path: Path, option: str) -> None:
    write_document(tmp_path / "documents")
    (path,) = (one for one in (tmp_path / "documents").iterdir() if one.suffix == ".txt")
    before = path.read_bytes()
    done = run("audit", tmp_path / "documents", "--format", "jsonl", option, path)
    assert (done.returncode, path.read_bytes()) == (1, before)
    assert "this is a document that is audited" in done.stderr


def test_outputs_of_a_single_file_are_said_not_to_be_there(tmp_path: Path) -> None:
    write_document(tmp_path / "documents")
    (path,) = (one for one in (tmp_path / "documents").iterdir() if one.suffix == ".txt")
    assert "--outputs: a file has no outputs" in run("audit", path, "--outputs").stderr
    assert "--outputs" not in run("audit", tmp_path / "documents", "--outputs").stderr
