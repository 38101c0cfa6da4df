"""A kept run gives its report again, to the byte, in every format; what it does not hold is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from builders import write_lines
from line_outputs import OUTPUTS
from line_outputs import REFERENCE_LINES as REFERENCE
from running import run, run_apart

from evalkit.data.records import make_record, restore_finding
from evalkit.errors import UnknownNameError
from evalkit.plugins import load_plugin
from evalkit.runs.rebuilding import KeptMetric, rebuild_scores
from evalkit.runs.runs import read_run

SYSTEMS = {
    "best": [line.replace(" ", "  ", 1) if n < 3 else line for n, line in enumerate(OUTPUTS["best_one"])],
    "worst": OUTPUTS["worst"],
}
SCORE = ("--metric", "bleu", "--metric", "ter", "--target-language", "en")


def write_table(path: Path) -> Path:
    """A table whose lines are not its segments' numbers, with a document in every four segments."""
    rows = [
        {
            "reference": reference,
            "document": f"d{n // 4}",
            **{f"hypothesis.{name}": own[n] for name, own in SYSTEMS.items()},
        }
        for n, reference in enumerate(REFERENCE)
    ]
    path.write_text("".join(f"\n{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("kept")
    table = write_table(folder / "set.jsonl")
    done = run("score", table, *SCORE, "--findings", "--output", folder / "run", "--baseline", "worst")
    assert done.returncode == 0, done.stderr
    return table, folder / "run"


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "latex", "sacrebleu", "html"])
def test_a_report_is_what_score_printed(kept: tuple[Path, Path], form: str) -> None:
    table, folder = kept
    explained = ("--explain", "--findings") if form in ("table", "json", "html") else ()
    scored = run("score", table, *SCORE, "--baseline", "worst", "--format", form, *explained)
    reporting = run_apart if form == "html" else run  # another process has its sets in another order
    reported = reporting("report", folder, "--format", form, *explained)
    assert (reported.returncode, reported.stdout) == (0, scored.stdout)
    assert reported.stderr == scored.stderr


@pytest.mark.comet
def test_each_system_keeps_the_signature_and_the_reference_of_its_score(
    tiny_models: Callable[[str], Path], tmp_path: Path
) -> None:
    long = " ".join(["again"] * 600)
    lines = {
        "reference": REFERENCE[:3],
        "whole": OUTPUTS["worst"][:3],
        "cut": [long, *REFERENCE[1:3]],
        "source": REFERENCE[3:6],
    }
    paths = {name: write_lines(tmp_path / f"{name}.en", own) for name, own in lines.items()}
    given = ("--reference", paths["reference"], "--source", paths["source"], paths["whole"], paths["cut"])
    model = ("--metric", "bleu", "--metric", "comet", "--model", tiny_models("referenceless_regression_metric"))
    comet_too = {"EVALKIT_COMET_PROBLEM": ""}
    scored = run(
        "score", *given, *model, "--target-language", "en", "--format", "csv", "--output", tmp_path / "run", **comet_too
    )
    assert scored.returncode == 0, scored.stderr
    assert run("report", tmp_path / "run", "--format", "csv", **comet_too).stdout == scored.stdout
    listed = json.loads(run("report", tmp_path / "run", "--format", "json", **comet_too).stdout)["systems"]
    comet = {one["system"]: one["scores"]["COMET"] for one in listed}
    assert ("|cut:" in comet["whole"]["signature"], "|cut:1|" in comet["cut"]["signature"]) == (False, True)
    assert {one["reference"] for one in comet.values()} == {"no reference"}
    assert {one["scores"]["BLEU"]["reference"] for one in listed} == {"reference"}
    table = run("report", tmp_path / "run", **comet_too).stdout
    assert table.count("BLEU|nrefs") == 1 and "0 (whole)\n" in table and "0 (cut)\n" in table


def test_lengths_are_said_to_be_those_of_the_reference_where_there_is_no_source(kept: tuple[Path, Path]) -> None:
    told = run("report", kept[1], "--explain").stdout
    assert "By length of the reference: BLEU" in told and "length of the source" not in told


def test_a_report_needs_neither_the_files_nor_the_same_baseline(kept: tuple[Path, Path]) -> None:
    _, folder = kept
    scores = rebuild_scores(read_run(folder), baseline="best")
    assert {(one.system, one.baseline) for one in scores.comparisons} == {("worst", "best")}
    with pytest.raises(UnknownNameError, match="--baseline"):
        rebuild_scores(read_run(folder), baseline="beast")


def test_places_are_those_of_the_file_that_was_scored(kept: tuple[Path, Path]) -> None:
    table, folder = kept
    lines = rebuild_scores(read_run(folder)).test_set.systems["best"].lines
    assert [(one.path, one.line) for one in lines[:2]] == [(table.as_posix(), 2), (table.as_posix(), 4)]


def test_a_kept_score_has_the_signature_that_it_was_made_with(kept: tuple[Path, Path]) -> None:
    metric = load_plugin("metrics", "bleu").create(read_run(kept[1]).options)
    old = KeptMetric(metric, "nrefs:1|version:1.0", "nrefs:1|eff:yes|version:1.0")
    assert (old.sign([]), old.sign([], of_segments=True)) == ("nrefs:1|version:1.0", "nrefs:1|eff:yes|version:1.0")


def test_a_finding_is_restored_from_its_record(kept: tuple[Path, Path]) -> None:
    records = read_run(kept[1]).findings
    assert records
    assert [make_record(restore_finding(one)) for one in records] == records


def test_a_run_without_findings_says_so_and_a_folder_without_a_run_too(kept: tuple[Path, Path], tmp_path: Path) -> None:
    table, _ = kept
    run("score", table, *SCORE, "--output", tmp_path / "bare")
    done = run("report", tmp_path / "bare", "--findings")
    assert (done.returncode, done.stdout) == (1, "") and "holds no findings" in done.stderr
    done = run("report", tmp_path)
    assert done.returncode == 1 and "there is no run" in done.stderr


def test_a_metric_that_cannot_be_had_is_named_with_the_reason(kept: tuple[Path, Path]) -> None:
    read = read_run(kept[1])
    manifest = {**read.manifest, "metrics": {**read.manifest["metrics"], "spBLEU": "nrefs:1|tok:flores200"}}
    scores = rebuild_scores(replace(read, manifest=manifest))
    assert list(scores.metrics) == ["BLEU", "TER"] and "spBLEU" in scores.not_scored
