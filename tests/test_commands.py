"""The command line: results on standard output, messages on standard error, an exit status that says how it went, never
a traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from builders import write_lines
from running import run, run_apart
from sacrebleu.metrics import BLEU, CHRF

REFERENCE = ["The cat is on the mat.", "It rains in Chongqing.", "A third line."]
HYPOTHESIS = ["The cat sat on the mat.", "It is raining in Chongqing.", "A third line."]


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "reference.en", REFERENCE)


@pytest.fixture
def hypothesis(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "system.en", HYPOTHESIS)


@pytest.mark.parametrize("command", ["", "eval", "audit", "decide", "repair", "selftest", "align", "score", "list"])
def test_every_help_has_an_example(command: str) -> None:
    done = run(*command.split(), "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout


def test_a_wrong_option_is_wrong_usage() -> None:
    assert run_apart("audit", "--nonsense").returncode == 2
    assert run("frobnicate").returncode == 2


@pytest.mark.parametrize("folder", ["metrics", "checks", "readers", "writers", "formats", "injectors"])
def test_list_explains_what_there_is(folder: str) -> None:
    entries = json.loads(run("list", folder, "--format", "json").stdout)
    assert entries
    assert all(len(explanation) > 20 for explanation in entries.values())
    assert not any("`" in explanation for explanation in entries.values())


def test_list_says_everything_of_what_is_named() -> None:
    short, full = run("list", "checks").stdout, run("list", "checks", "lost-characters").stdout
    assert full.startswith("lost-characters\n") and "control-character" not in full
    assert "The remedy is the same" in full.replace("\n    ", " ") and "The remedy is the same" not in short
    assert run("list", "checks", "no-such-check").returncode == 2


# score


def test_score_prints_sacrebleus_figures_unrounded(reference: Path, hypothesis: Path) -> None:
    done = run("score", "--reference", reference, hypothesis, "--format", "json", "--target-language", "en")
    (system,) = json.loads(done.stdout)["systems"]
    assert system["system"] == "system"
    for name, peer in (("BLEU", BLEU()), ("chrF2", CHRF())):
        expected = peer.corpus_score(HYPOTHESIS, [REFERENCE])
        assert system["scores"][name]["score"] == expected.score
        assert system["scores"][name]["signature"] == str(peer.get_signature())
        assert system["scores"][name]["segments"] == 3
        assert system["scores"][name]["reference"] == "reference"


def test_neither_a_reference_nor_a_source_is_wrong_usage(hypothesis: Path) -> None:
    done = run("score", hypothesis)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--reference" in done.stderr


def test_two_references_are_used_together(reference: Path, hypothesis: Path, tmp_path: Path) -> None:
    other = write_lines(tmp_path / "other.en", HYPOTHESIS)
    references = ("--reference", reference, "--reference", other)
    done = run("score", *references, hypothesis, "--format", "json", "--metric", "bleu", "--allow", "copied-reference")
    (system,) = json.loads(done.stdout)["systems"]
    assert system["scores"]["BLEU"]["score"] == pytest.approx(100.0)
    assert system["scores"]["BLEU"]["reference"] == "all"
    assert "nrefs:2" in system["scores"]["BLEU"]["signature"]


@pytest.mark.parametrize("code", ["zh", "zh-CN", "zho_Hans", "cmn_Hans", "chi"])
def test_every_form_of_chinese_gets_the_chinese_tokenizer(tmp_path: Path, code: str) -> None:
    reference = write_lines(tmp_path / "r.txt", ["他是好人。"])
    hypothesis = write_lines(tmp_path / "h.txt", ["他是一个好人。"])
    done = run(
        "score", "--reference", reference, hypothesis, "--target-language", code, "--format", "json", "--metric", "bleu"
    )
    result = json.loads(done.stdout)
    assert result["language"] == "zh"
    assert "tok:zh" in result["systems"][0]["scores"]["BLEU"]["signature"]


def test_chinese_is_told_from_the_text_and_the_user_is_told(tmp_path: Path) -> None:
    reference = write_lines(tmp_path / "r.txt", ["他是好人。"])
    hypothesis = write_lines(tmp_path / "h.txt", ["他是一个好人。"])
    done = run("score", "--reference", reference, hypothesis, "--format", "json", "--metric", "bleu")
    assert json.loads(done.stdout)["language"] == "zh"
    assert "told from the script" in done.stderr


def test_unequal_line_counts_are_refused_with_both_counts_and_the_break(tmp_path: Path) -> None:
    lines = [f"This is line {n}, and it says {'much ' * (n % 5)}." for n in range(30)]
    reference = write_lines(tmp_path / "reference.en", lines)
    hypothesis = write_lines(tmp_path / "system.en", lines[:12] + lines[13:])
    done = run("score", "--reference", reference, hypothesis)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "29" in done.stderr and "30" in done.stderr
    assert f"{hypothesis.as_posix()}:13" in done.stderr


@pytest.mark.parametrize(
    ("content", "expected"), [(None, "no such file|cannot be read"), (b"", "empty"), (b"\n\n\n", "empty|no text")]
)
def test_a_missing_or_empty_hypothesis_file_is_refused_by_name(
    tmp_path: Path, reference: Path, content: bytes | None, expected: str
) -> None:
    path = tmp_path / "nothing.en"
    if content is not None:
        path.write_bytes(content)
    done = run("score", "--reference", reference, path)
    assert done.returncode == 1
    assert "nothing.en" in done.stderr
    assert any(words in done.stderr.lower() for words in expected.split("|"))


def test_the_same_system_name_twice_is_refused(tmp_path: Path, reference: Path, hypothesis: Path) -> None:
    (tmp_path / "b").mkdir()
    other = write_lines(tmp_path / "b" / "system.en", HYPOTHESIS)
    done = run("score", "--reference", reference, hypothesis, other)
    assert done.returncode == 1
    assert "two systems are called “system”" in done.stderr


def test_a_named_metric_that_cannot_run_is_status_1_after_the_others(reference: Path, hypothesis: Path) -> None:
    done = run(
        "score", "--reference", reference, hypothesis, "--metric", "bleu", "--metric", "comet", "--format", "json"
    )
    assert done.returncode == 1
    result = json.loads(done.stdout)
    assert set(result["systems"][0]["scores"]) == {"BLEU"}
    assert result["not_scored"] == {"COMET": "it was left out of this test"}


def test_a_default_metric_that_cannot_run_is_status_0_and_a_reason(reference: Path, hypothesis: Path) -> None:
    done = run("score", "--reference", reference, hypothesis)
    assert done.returncode == 0
    assert done.stderr.count("COMET not scored: it was left out of this test") == 1


def test_an_unknown_metric_names_the_nearest(reference: Path, hypothesis: Path) -> None:
    done = run("score", "--reference", reference, hypothesis, "--metric", "blue")
    assert done.returncode == 2
    assert "Did you mean “bleu”?" in done.stderr


def test_a_baseline_gives_comparisons_with_verdicts(tmp_path: Path, reference: Path, hypothesis: Path) -> None:
    same = write_lines(tmp_path / "same.en", HYPOTHESIS)
    asked = ("score", "--reference", reference, hypothesis, same, "--baseline", "system", "--format", "json")
    refused = run(*asked)
    assert (refused.returncode, refused.stdout) == (1, "") and "--allow same-file" in refused.stderr
    comparisons = json.loads(run(*asked, "--allow", "same-file").stdout)["comparisons"]
    assert comparisons
    for comparison in comparisons:
        assert (comparison["verdict"], comparison["p_value"]) == ("identical", None)


def test_the_table_holds_scores_and_signatures_and_csv_every_segment(reference: Path, hypothesis: Path) -> None:
    table = run("score", "--reference", reference, hypothesis, "--metric", "chrf").stdout
    assert f"{CHRF().corpus_score(HYPOTHESIS, [REFERENCE]).score:.2f}" in table
    assert "chrF2|nrefs:1|" in table
    csv = run("score", "--reference", reference, hypothesis, "--metric", "chrf", "--format", "csv").stdout
    assert len(csv.strip().split("\n")) == 1 + 1 + 1 + 3


# audit and repair


def test_audit_prints_places_carets_and_suggestions(seeds: Path) -> None:
    done = run("audit", seeds / "003_cceaf48a5aa94307.txt", "--check", "inline-pinyin")
    assert done.returncode == 0
    first = done.stdout.split("\n")[:3]
    assert f"{seeds.as_posix()}/003_cceaf48a5aa94307.txt:5:22: minor inline-pinyin:" in first[0]
    assert first[2].strip().startswith("^^^^^ delete")


def test_an_audited_folder_gives_paths_below_it(seeds: Path) -> None:
    lines = run("audit", seeds, "--format", "jsonl", "--check", "inline-pinyin").stdout.strip().split("\n")
    assert {json.loads(line)["path"] for line in lines} == {"003_cceaf48a5aa94307.txt"}


def test_fail_on_is_status_3_only_where_a_finding_is_that_severe(seeds: Path) -> None:
    assert run("audit", seeds, "--check", "inline-pinyin", "--fail-on", "minor").returncode == 3
    assert run("audit", seeds, "--check", "inline-pinyin", "--fail-on", "major").returncode == 0


@pytest.mark.parametrize("command", ["audit", "decide", "repair", "selftest", "align", "eval"])
def test_what_does_not_exist_is_refused_by_name(command: str, tmp_path: Path) -> None:
    done = run(command, tmp_path / "absent", cwd=tmp_path)
    assert done.returncode == 1
    assert "absent" in done.stderr


def test_a_diff_keeps_terminal_sequences_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("今天\x1b[31m很好。\nIt is \x1b[31mfine\u200b today.\n", encoding="utf-8")
    done = run("repair", tmp_path / "d.txt", "--accept", "invisible-character")
    assert "-It is \x1b[31mfine\u200b today." in done.stdout


def test_repair_prints_a_diff_and_writes_nothing_unless_told(seeds: Path, tmp_path: Path) -> None:
    shutil.copytree(seeds, tmp_path / "documents")
    before = {path: path.read_bytes() for path in (tmp_path / "documents").rglob("*.txt")}
    done = run("repair", tmp_path / "documents")
    assert "+++ b/003_cceaf48a5aa94307.txt" in done.stdout
    assert {path: path.read_bytes() for path in (tmp_path / "documents").rglob("*.txt")} == before


def test_repair_into_a_folder_changes_only_what_was_found(seeds: Path, tmp_path: Path) -> None:
    run("repair", seeds, "--output", tmp_path / "repaired", "--check", "inline-pinyin")
    before = (seeds / "003_cceaf48a5aa94307.txt").read_text("utf-8")
    after = (tmp_path / "repaired" / "003_cceaf48a5aa94307.txt").read_text("utf-8")
    for pinyin in ("xié", "yè", "tǒng", "zhí", "fā", "chuàng"):
        before = before.replace(f"({pinyin})", "")
    assert after == before


def test_repair_in_place_keeps_a_backup(seeds: Path, tmp_path: Path) -> None:
    path = tmp_path / "003.txt"
    shutil.copy(seeds / "003_cceaf48a5aa94307.txt", path)
    original = path.read_bytes()
    run("repair", path, "--in-place", "--check", "inline-pinyin")
    assert (tmp_path / "003.txt.bak").read_bytes() == original
    assert path.read_bytes() != original
    audited_again = run("audit", path, "--check", "inline-pinyin", "--format", "jsonl")
    assert audited_again.stdout == ""


def test_repair_accepts_a_check_that_is_not_safe(seeds: Path) -> None:
    done = run(
        "repair",
        seeds / "000_77a3382a7273a2e2.txt",
        "--check",
        "half-width-punctuation",
        "--accept",
        "half-width-punctuation",
    )
    assert "+為深入開展黨史學習教育，7月29日，" in done.stdout
    refused = run("repair", seeds, "--accept", "nonsense")
    assert (refused.returncode, refused.stdout) == (2, "")


# align


def test_align_prints_one_object_a_bead(seeds: Path) -> None:
    done = run("align", seeds / "003_cceaf48a5aa94307.txt", "--format", "jsonl")
    beads = [json.loads(line) for line in done.stdout.strip().split("\n")]
    assert [(bead["source_lines"], bead["target_lines"]) for bead in beads] == [
        ([], [1]),
        ([5], [2]),
        ([6], [3]),
        ([7], [4]),
    ]
    assert {"kind": "name", "source": "蹇澤西", "target": "Jian Zexi", "verdict": "verified"} in beads[1]["anchors"]


def test_align_takes_two_files_of_any_name(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a", ["第一段有12人。", "第二段有7月3日。"])
    target = write_lines(tmp_path / "b", ["The first has 12 people.", "The second has July 3."])
    source, target = source.rename(tmp_path / "a.txt"), target.rename(tmp_path / "b.txt")
    done = run("align", "--source", source, "--target", target, "--format", "jsonl", "--unit", "sentence")
    beads = [json.loads(line) for line in done.stdout.strip().split("\n")]
    assert [(bead["source"], bead["target"]) for bead in beads] == [([0], [0]), ([1], [1])]
    assert beads[1]["target_texts"] == ["The second has July 3."]
    assert run("align", "--source", source).returncode == 2


# eval


@pytest.fixture
def folder(seeds: Path, tmp_path: Path) -> Path:
    shutil.copytree(seeds, tmp_path / "documents")
    return tmp_path / "documents"


def test_eval_writes_a_report_and_prints_its_path(folder: Path, tmp_path: Path) -> None:
    done = run("eval", folder, "--output", tmp_path / "reports")
    assert done.returncode == 0
    assert (tmp_path / "reports" / "index.html").is_file()
    assert f"Report: {tmp_path / 'reports' / 'index.html'}" in done.stderr
    assert done.stdout.count("COMET not scored: it was left out of this test") == 1
    assert "Warning" not in done.stderr
    rows = [line.split() for line in done.stdout.split("\n") if line.startswith("retranslation")]
    assert [row[-1] for row in rows] == ["8", "8"]
    assert done.stdout.count("\nBLEU|nrefs:1|case:mixed|eff:no|tok:13a|") == 1
    assert done.stdout.count("\nchrF2++|nrefs:1|") == 1


def test_a_system_that_nothing_can_score_has_no_table(folder: Path, tmp_path: Path) -> None:
    name = "003_cceaf48a5aa94307.txt"
    lines = (folder / name).read_text("utf-8").split("\n")
    (tmp_path / "one").mkdir()
    write_lines(tmp_path / "one" / name, [line for line in lines if "市" in line])
    shutil.copytree(folder / "outputs", tmp_path / "one" / "outputs")
    for other in (tmp_path / "one" / "outputs").rglob("000_*"):
        other.unlink()
    done = run("eval", tmp_path / "one", "--output", tmp_path / "reports")
    assert done.returncode == 0
    assert "BLEU not scored: it needs a reference" in done.stdout and "against" not in done.stdout
    assert "scored: below" not in done.stderr


def test_every_link_inside_a_written_page_has_its_target(folder: Path, tmp_path: Path) -> None:
    run("eval", folder, "--output", tmp_path / "reports")
    for page in (tmp_path / "reports").rglob("*.html"):
        text = page.read_text("utf-8")
        targets = set(re.findall(r'id="([^"]+)"', text))
        assert [link for link in re.findall(r'href="#([^"]+)"', text) if link not in targets] == []


def test_a_folder_that_cannot_take_the_report_is_refused_before_the_work(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("x")
    done = run("eval", folder, "--output", tmp_path / "a-file")
    assert done.returncode == 1
    assert "a-file" in done.stderr and "note:" not in done.stderr


def test_a_fault_of_our_own_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evalkit.plugins.list_names", lambda folder: 1 / 0)
    monkeypatch.setattr("evalkit.commands.list_command.list_names", lambda folder: 1 / 0)
    done = run("list", "checks", EVALKIT_DEBUG="")
    assert done.returncode == 1
    assert "a fault of evalkit's own (ZeroDivisionError" in done.stderr


def test_eval_twice_gives_the_same_files(folder: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    run("eval", folder, "--output", reports)
    first = {path: path.read_bytes() for path in reports.rglob("*") if path.is_file()}
    again = run_apart("eval", folder, "--output", reports)  # another process has its sets in another order
    assert again.returncode == 0 and "Warning" not in again.stderr
    assert {path: path.read_bytes() for path in reports.rglob("*") if path.is_file()} == first


def test_eval_refuses_a_folder_that_holds_somebody_elses_files(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    done = run("eval", folder, "--output", tmp_path / "mine")
    assert done.returncode == 1
    assert "mine" in done.stderr
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_eval_refuses_an_output_with_another_line_count(folder: Path, tmp_path: Path) -> None:
    path = folder / "outputs" / "literal" / "003_cceaf48a5aa94307.txt"
    path.write_text("\n".join(path.read_text("utf-8").split("\n")[1:]), encoding="utf-8")
    done = run("eval", folder, "--output", tmp_path / "reports")
    assert done.returncode == 1
    assert "outputs/literal/003_cceaf48a5aa94307.txt" in done.stderr
    assert "2 lines" in done.stderr and "3 paragraphs" in done.stderr
    assert not (tmp_path / "reports").exists()


def test_eval_aligns_an_output_with_another_line_count_where_the_settings_say_so(folder: Path, tmp_path: Path) -> None:
    path = folder / "outputs" / "literal" / "003_cceaf48a5aa94307.txt"
    path.write_text("\n".join(path.read_text("utf-8").split("\n")[1:]), encoding="utf-8")
    (folder / "evalkit.toml").write_text("align_outputs = true\n")
    done = run("eval", folder, "--output", tmp_path / "reports")
    assert done.returncode == 0
    assert "aligned" in done.stderr


def test_a_mistyped_setting_is_refused_with_its_line(folder: Path, tmp_path: Path) -> None:
    (folder / "evalkit.toml").write_text('\nmetric = ["bleu"]\n')
    done = run("eval", folder, "--output", tmp_path / "reports")
    assert done.returncode == 2
    assert "evalkit.toml:2" in done.stderr
    assert "Did you mean “metrics”?" in done.stderr


_WAIT_WHILE_CHECKING = """
import runpy, sys, time
import evalkit.jobs.evaluating

def wait(*arguments, **options):
    print("checking", file=sys.stderr, flush=True)
    time.sleep(60)

evalkit.jobs.evaluating.check_segments = wait
runpy.run_module("evalkit", run_name="__main__", alter_sys=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as on POSIX systems")
def test_an_interrupt_is_status_130_and_leaves_the_last_report(folder: Path, tmp_path: Path) -> None:
    run("eval", folder, "--output", tmp_path / "reports")
    before = (tmp_path / "reports" / "index.html").read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-c", _WAIT_WHILE_CHECKING, "eval", str(folder), "--output", str(tmp_path / "reports")],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert process.stderr is not None
    while "checking" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, messages = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in messages
    assert (tmp_path / "reports" / "index.html").read_bytes() == before


def test_a_reader_that_goes_away_is_no_error(seeds: Path) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m evalkit audit "{seeds}" --format jsonl | head -1',
        shell=True,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert json.loads(done.stdout)
    assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr


def test_hard_wrapped_text_is_refused_until_somebody_says_what_a_paragraph_is(tmp_path: Path) -> None:
    line = (
        "The committee met in the hall of the office, and twelve people went there from all over town on that day. " * 4
    )
    (tmp_path / "a.txt").write_text("\n".join(textwrap.wrap(line, 60)), encoding="utf-8")
    for command in ("audit", "align", "repair", "eval"):
        refused = run(command, tmp_path, *(("--output", tmp_path / "reports") if command == "eval" else ()))
        assert refused.returncode == 1
        assert "--paragraphs blank-line" in refused.stderr
    told = run("align", tmp_path, "--paragraphs", "blank-line", "--format", "jsonl")
    assert [json.loads(record)["target_lines"] for record in told.stdout.splitlines()] == [[1]]
