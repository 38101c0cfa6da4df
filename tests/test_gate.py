"""A gate passes and fails by drops that are real, by new findings, and refuses what cannot be compared; a run is read
as it was written."""

from __future__ import annotations

import errno
import json
import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import write_lines
from line_outputs import OUTPUTS
from line_outputs import REFERENCE_LINES as REFERENCE
from running import Done, run, run_apart

from evalkit.comparing.comparing import adjust_holm
from evalkit.errors import PairingError, ReadingError, ReportError, SettingsError
from evalkit.runs.gate_limits import parse_counts, parse_limits, parse_lost, parse_renames
from evalkit.runs.gating import judge_run
from evalkit.runs.rebuilding import rebuild_scores
from evalkit.runs.run_writing import write_run
from evalkit.runs.runs import Run, create_metric, read_run
from evalkit.scoring.signatures import diff_signatures, parse_signature

GOOD = OUTPUTS["best_one"]


def make_run(
    folder: Path, lines: list[str], *options: object, name: str = "system", running: Callable[..., Done] = run
) -> Path:
    folder.mkdir(exist_ok=True)
    reference = write_lines(folder / "reference.en", REFERENCE)
    hypothesis = write_lines(folder / f"{name}.en", lines)
    done = running(
        *("score", "--reference", reference, hypothesis, "--metric", "bleu", "--metric", "chrf"),
        *("--target-language", "en", "--output", folder / "run", *options),
    )
    assert done.returncode == 0, done.stderr
    return folder / "run"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("runs")
    noisy = [line.replace(" ", "  ", 1) if n < 3 else line for n, line in enumerate(GOOD)]
    return {
        "good": make_run(folder / "good", GOOD, "--findings"),
        "again": make_run(folder / "again", GOOD, name="other"),
        "worse": make_run(folder / "worse", OUTPUTS["worst"]),
        "slightly": make_run(folder / "slightly", [REFERENCE[0][:-9], *GOOD[1:]]),
        "noisy": make_run(folder / "noisy", noisy, "--findings"),
    }


def gate(runs: dict[str, Path], name: str, *options: object) -> tuple[int, dict[str, object]]:
    done = run("gate", runs[name], "--baseline", runs["good"], "--format", "json", *options)
    return done.returncode, json.loads(done.stdout)


def test_a_run_is_read_as_it_was_written(runs: dict[str, Path]) -> None:
    read: Run = read_run(runs["good"])
    measured = read.measure(create_metric("BLEU", read.options), "system")
    corpus = measured.score_corpus()
    assert corpus.value == read.scores["systems"][0]["scores"]["BLEU"]["score"]
    assert corpus.signature == read.find_signature("BLEU")
    assert [one["name"] for one in read.manifest["inputs"]] == ["reference", "system"]
    assert all(len(one["sha256"]) == 64 for one in read.manifest["inputs"])


def test_a_run_made_twice_is_the_same_to_the_byte(runs: dict[str, Path], tmp_path: Path) -> None:
    again = make_run(tmp_path / "good", GOOD, "--findings", running=run_apart)
    for name in ("statistics.npz", "texts.json", "findings.jsonl"):
        assert (again / name).read_bytes() == (runs["good"] / name).read_bytes()


def test_identical_outputs_pass_whatever_they_are_called(runs: dict[str, Path]) -> None:
    status, result = gate(runs, "again", "--max-drop", "bleu=0", "--max-drop", "chrF2=0")
    assert (status, result["passed"]) == (0, True)


def test_a_real_drop_beyond_the_threshold_is_status_3(runs: dict[str, Path]) -> None:
    status, result = gate(runs, "worse", "--max-drop", "bleu=0.5", "--max-drop", "chrf=50")
    assert (status, result["passed"]) == (3, False)
    bleu, chrf = result["conditions"]  # type: ignore[misc]
    assert not bleu["passed"] and bleu["found"] > 0.5 and bleu["p_value"] < 0.05
    assert chrf["passed"]


def test_a_drop_that_is_not_proven_either_way_is_status_4_and_says_so(runs: dict[str, Path]) -> None:
    status, result = gate(runs, "slightly", "--max-drop", "bleu=0")
    (condition,) = result["conditions"]  # type: ignore[misc]
    assert condition["found"] > 0
    assert (status, result["status"], result["passed"]) == (4, "inconclusive", False)
    assert "not proven either way" in condition["message"]
    assert "units would tell" in condition["message"]


@pytest.mark.parametrize(("asked", "status"), [("pass", 0), ("fail", 3)])
def test_what_cannot_be_told_may_be_taken_for_one_of_two_answers(
    runs: dict[str, Path], asked: str, status: int
) -> None:
    assert gate(runs, "slightly", "--max-drop", "bleu=0", "--inconclusive", asked)[0] == status
    assert gate(runs, "worse", "--max-drop", "bleu=0.5", "--inconclusive", "pass")[0] == 3


def test_a_drop_that_is_surely_smaller_than_allowed_passes(runs: dict[str, Path]) -> None:
    status, result = gate(runs, "slightly", "--max-drop", "bleu=5")
    (condition,) = result["conditions"]  # type: ignore[misc]
    assert (status, condition["status"]) == (0, "passed")
    assert condition["interval"][0] <= condition["found"] <= condition["interval"][1] <= 5


def test_too_few_segments_are_inconclusive_however_large_the_drop(tmp_path: Path) -> None:
    good, bad = (make_few(tmp_path / name, lines) for name, lines in (("good", GOOD), ("bad", OUTPUTS["worst"])))
    done = run("gate", bad, "--baseline", good, "--max-drop", "bleu=0.5", "--format", "json")
    (condition,) = json.loads(done.stdout)["conditions"]
    assert (done.returncode, condition["status"], condition["p_value"]) == (4, "inconclusive", None)
    assert "5 units are too few to tell, 6 or more are needed" in condition["message"]


def make_few(folder: Path, lines: list[str]) -> Path:
    folder.mkdir()
    reference = write_lines(folder / "reference.en", REFERENCE[:5])
    hypothesis = write_lines(folder / "system.en", lines[:5])
    run(
        *("score", "--reference", reference, hypothesis, "--metric", "bleu", "--output", folder / "run"),
        *("--target-language", "en"),
    )
    return folder / "run"


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Runs of several systems: three; one of them alone; one of them under another name, beside a new one."""
    folder = tmp_path_factory.mktemp("several")
    made = {}
    for name, systems in {
        "three": {"a": GOOD, "b": OUTPUTS["worst"], "c": OUTPUTS["near|best"]},
        "one": {"a": GOOD},
        "renamed": {"a": GOOD, "b2": OUTPUTS["worst"], "c": OUTPUTS["near|best"], "d": OUTPUTS["worst"]},
    }.items():
        (folder / name).mkdir()
        reference = write_lines(folder / name / "reference.en", REFERENCE)
        outputs = [write_lines(folder / name / f"{system}.en", lines) for system, lines in systems.items()]
        done = run(
            *("score", "--reference", reference, *outputs, "--metric", "bleu", "--target-language", "en"),
            *("--allow", "same-file", "--output", folder / name / "run"),
        )
        assert done.returncode == 0, done.stderr
        made[name] = folder / name / "run"
    return made


def test_a_system_that_is_gone_fails_unless_it_may_be(several: dict[str, Path]) -> None:
    asked = ("gate", several["one"], "--baseline", several["three"], "--max-drop", "bleu=0.5")
    done = run(*asked)
    assert done.returncode == 3
    assert "**Failed**: 2 of 3 conditions." in done.stdout and "| ✗ | b | lost system |" in done.stdout
    assert run(*asked, "--allow", "lost-system:b").returncode == 3
    assert run(*asked, "--allow", "lost-system:b", "--allow", "lost-system:c").returncode == 0
    assert run(*asked, "--allow", "lost-system:x").returncode == 2


def test_a_renamed_system_is_held_against_its_former_self_and_a_new_one_is_named(several: dict[str, Path]) -> None:
    asked = ("gate", several["renamed"], "--baseline", several["three"], "--max-drop", "bleu=0.5", "--format", "json")
    assert run(*asked).returncode == 3
    done = run(*asked, "--rename", "b=b2")
    result = json.loads(done.stdout)
    assert (done.returncode, result["new_systems"]) == (0, ["d"])
    assert {one["system"] for one in result["conditions"]} == {"a", "b2", "c"}


def test_annotations_of_github_say_how_bad_it_is(runs: dict[str, Path]) -> None:
    lines = run(
        "gate", runs["worse"], "--baseline", runs["good"], "--max-drop", "bleu=0.5", "--format", "github"
    ).stdout
    assert lines.startswith("::error title=system%3A BLEU::BLEU dropped by ")
    assert run(
        "gate", runs["slightly"], "--baseline", runs["good"], "--max-drop", "bleu=0", "--format", "github"
    ).stdout.startswith("::warning ")


def test_failures_are_adjusted_for_their_number() -> None:
    assert adjust_holm([0.04, 0.01, 1.0]) == pytest.approx([0.08, 0.03, 1.0])


def test_renames_and_lost_systems_are_read_or_refused() -> None:
    assert parse_renames(["a=b"]) == {"a": "b"}
    assert parse_lost(["lost-system:a"]) == ["a"]
    with pytest.raises(SettingsError, match="expected OLD=NEW"):
        parse_renames(["a"])
    with pytest.raises(SettingsError, match="expected lost-system:NAME"):
        parse_lost(["a"])


def test_new_findings_are_counted_by_severity(runs: dict[str, Path]) -> None:
    status, result = gate(runs, "noisy", "--max-new-findings", "minor=2")
    (condition,) = result["conditions"]  # type: ignore[misc]
    assert (status, condition["found"]) == (3, 3.0)
    assert "double-space" in condition["message"]
    assert gate(runs, "noisy", "--max-new-findings", "minor=3")[0] == 0
    assert gate(runs, "noisy", "--max-new-findings", "critical=0")[0] == 0


def test_new_findings_cannot_be_counted_in_a_run_that_holds_none(runs: dict[str, Path]) -> None:
    assert read_run(runs["worse"]).findings is None
    done = run("gate", runs["worse"], "--baseline", runs["good"], "--max-new-findings", "major=0")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{runs['worse']} holds no findings" in done.stderr and "--findings --output" in done.stderr


def test_a_run_that_replaces_another_keeps_nothing_of_it(tmp_path: Path) -> None:
    made = make_run(tmp_path / "made", GOOD, "--findings", "--format", "html")
    assert {"findings.jsonl", "index.html"} <= {entry.name for entry in made.iterdir()}
    make_run(tmp_path / "made", GOOD)
    assert {entry.name for entry in made.iterdir()} == {*read_run(made).manifest["files"], "run.json"}
    assert read_run(made).findings is None


@pytest.mark.parametrize("failing", ["statistics.npz", "run.json"])
def test_a_full_disk_leaves_the_run_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    made = make_run(tmp_path / "made", GOOD, "--findings")
    before = {entry.name: entry.read_bytes() for entry in made.iterdir()}
    write = Path.write_bytes

    def fail(self: Path, content: bytes) -> int:
        if self.name.startswith(failing):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(self, content)

    monkeypatch.setattr(Path, "write_bytes", fail)
    scores = rebuild_scores(read_run(made))
    with pytest.raises(ReportError, match="the disk is full"):
        write_run(scores, None, made)
    with pytest.raises(ReportError, match="the disk is full"):
        write_run(scores, None, tmp_path / "new")
    assert {entry.name: entry.read_bytes() for entry in made.iterdir()} == before
    assert not (tmp_path / "new").exists()


def test_what_a_killed_run_left_is_no_strangers_and_goes(tmp_path: Path) -> None:
    (tmp_path / "made" / "run" / ".evalkit-new").mkdir(parents=True)
    (tmp_path / "made" / "run" / ".evalkit-new" / "texts.json.new").write_text("half")
    made = make_run(tmp_path / "made", GOOD)
    assert {entry.name for entry in made.iterdir()} == {*read_run(made).manifest["files"], "run.json"}


def test_markdown_and_junit_say_the_same(runs: dict[str, Path], tmp_path: Path) -> None:
    junit = tmp_path / "gate.xml"
    done = run("gate", runs["worse"], "--baseline", runs["good"], "--max-drop", "bleu=0.5", "--junit", junit)
    assert done.returncode == 3
    assert "**Failed**: 1 of 1 condition" in done.stdout and "| ✗ | system | BLEU |" in done.stdout
    suite = ElementTree.parse(junit).getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    assert suite.find("testcase/failure") is not None


def test_runs_on_other_texts_or_with_other_signatures_are_refused(runs: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    reference = write_lines(tmp_path / "other" / "reference.en", [*REFERENCE[:-1], "Another line."])
    hypothesis = write_lines(tmp_path / "other" / "system.en", GOOD)
    run("score", "--reference", reference, hypothesis, "--metric", "bleu", "--output", tmp_path / "other" / "run")
    done = run("gate", tmp_path / "other" / "run", "--baseline", runs["good"], "--max-drop", "bleu=1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "their references differ" in done.stderr
    as_chinese = make_run(tmp_path / "zh", GOOD, "--target-language", "zh", "--allow", "wrong-script")
    with pytest.raises(PairingError, match="tok: zh → 13a"):
        judge_run(read_run(as_chinese), read_run(runs["good"]), max_drops={"bleu": 1.0}, max_new_findings={})


def test_a_changed_missing_or_strange_run_is_refused(runs: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"run\.json is missing"):
        read_run(tmp_path)
    changed = make_run(tmp_path / "changed", GOOD)
    (changed / "texts.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ReadingError, match=r"texts\.json: the file was changed"):
        read_run(changed)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    hypothesis = write_lines(tmp_path / "s.en", GOOD)
    done = run(
        "score", "--reference", hypothesis, hypothesis, "--allow", "copied-reference", "--output", tmp_path / "mine"
    )
    assert done.returncode == 1 and "no run of evalkit's" in done.stderr
    assert [entry.name for entry in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_a_gate_without_a_condition_is_wrong_usage(runs: dict[str, Path]) -> None:
    assert run("gate", runs["good"], "--baseline", runs["good"]).returncode == 2
    assert run("gate", runs["good"], "--baseline", runs["good"], "--max-drop", "comet=1").returncode == 2


@pytest.mark.parametrize("content", ["{}", "[]", '{"format": 1}', "{", '{"format": 2}'])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(ReadingError, match=r"run\.json: .*Make the run again"):
        read_run(tmp_path)


def test_new_findings_are_whole_numbers() -> None:
    assert parse_counts(["major=0", "minor=3"], option="--max-new-findings") == {"major": 0, "minor": 3}
    for text in ("major=0.5", "major=inf"):
        with pytest.raises(SettingsError, match="whole number"):
            parse_counts([text], option="--max-new-findings")


@pytest.mark.parametrize("text", ["bleu", "bleu=x", "=1", "bleu=-1", "bleu=nan"])
def test_a_limit_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="--max-drop"):
        parse_limits([text], option="--max-drop")


def test_signatures_are_compared_by_field() -> None:
    first, second = "BLEU|nrefs:1|bs:1000|seed:1|tok:13a|version:2.6.0", "BLEU|nrefs:1|tok:zh|version:2.5.1"
    assert parse_signature(first)["metric"] == "BLEU"
    differences = {one.field: one for one in diff_signatures(first, second)}
    assert {field: one.matters for field, one in differences.items()} == {
        "bs": False,
        "seed": False,
        "tok": True,
        "version": True,
    }
    assert (differences["tok"].first, differences["tok"].second, differences["bs"].second) == ("13a", "zh", None)


def test_what_signatures_say_of_the_texts_does_not_part_them() -> None:
    (cut,) = diff_signatures("model:m|refs:0|cut:3|comet:2.2.7", "model:m|refs:0|cut:4|comet:2.2.7")
    (none,) = diff_signatures("model:m|refs:0|cut:3|comet:2.2.7", "model:m|refs:0|comet:2.2.7")
    assert not cut.matters and not none.matters
    done = run("diff-signature", "model:m|cut:3", "model:m|cut:4")
    assert done.stdout == "cut: 3 → 4 (of the texts; they are scored alike)\nthe scores can be compared.\n"


def test_diff_signature_says_whether_scores_can_be_compared(runs: dict[str, Path]) -> None:
    done = run("diff-signature", "nrefs:1|tok:13a", "nrefs:1|tok:zh")
    assert done.stdout == "tok: 13a → zh\nthe scores cannot be compared.\n"
    done = run("diff-signature", runs["good"], runs["worse"])
    assert "BLEU: the signatures are the same; the scores can be compared." in done.stdout
    assert run("diff-signature", runs["good"], "nrefs:1").returncode == 1
    assert "neither a signature" in run("diff-signature", "BLEU", "nrefs:1").stderr
