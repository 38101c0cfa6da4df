"""Every format shows the same scores; JSON as it is promised; the best is marked, and so is what is not proven
worse."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from builders import write_lines as write
from line_outputs import OUTPUTS
from line_outputs import REFERENCE_LINES as REFERENCE
from line_outputs import score_outputs as score
from sacrebleu.metrics import BLEU

import evalkit
from evalkit.comparing.resampling import Sampling
from evalkit.errors import SettingsError, UnknownNameError
from evalkit.jobs.scoring_lines import score_files
from evalkit.reading.refusing import ALLOWANCES
from evalkit.writers.scores import list_formats, render_scores
from evalkit.writers.scores.table import render as render_table


def test_json_has_rank_cluster_interval_and_all_pairs_with_adjusted_p_values(tmp_path: Path) -> None:
    described = json.loads(render_scores(score(tmp_path), "json"))
    best, near, worst = (system["scores"]["BLEU"] for system in described["systems"])
    expected = BLEU().corpus_score(OUTPUTS["best_one"], [REFERENCE])
    assert best["score"] == expected.score
    assert best["interval"][0] < best["score"] < best["interval"][1]
    assert (best["cluster"], near["cluster"], worst["cluster"], worst["rank"]) == (1, 1, 2, [3, 3])
    assert best["rank"] == near["rank"] == [1, 2]
    of_bleu = [one for one in described["comparisons"] if one["metric"] == "BLEU"]
    assert len(of_bleu) == 3
    for one in of_bleu:
        assert one["adjusted_p_value"] >= one["p_value"]
        assert one["method"] == "studentised-bootstrap"
        assert one["seed"] == 12345
    assert described["visible_differences"]["BLEU"] > 0


def test_with_a_baseline_only_its_comparisons_stand_there_with_sacrebleus_samples(tmp_path: Path) -> None:
    scores = score(tmp_path, baseline="worst")
    assert {(one.system, one.baseline) for one in scores.comparisons} == {("best_one", "worst"), ("near|best", "worst")}
    assert {one.samples for one in scores.comparisons} == {1000}
    assert "best_one − worst" in render_scores(scores, "table")


def test_enough_resamples_are_taken_for_any_pair_of_many_systems_to_be_proven_apart(tmp_path: Path) -> None:
    scores = score(tmp_path, sampling=Sampling(samples=100))
    assert {one.samples for one in scores.pairs} == {300}
    assert min(one.adjusted_p_value or 1 for one in scores.pairs) <= 0.01


@pytest.mark.parametrize("form", list_formats())
def test_every_format_shows_every_system_and_the_signature(tmp_path: Path, form: str) -> None:
    text = render_scores(score(tmp_path), form)
    assert text.endswith("\n")
    plain = text.replace("\\", "")
    assert all(name in plain for name in OUTPUTS)
    assert "version:" in plain and "nrefs:1" in plain


def test_tables_mark_the_best_and_what_is_not_proven_worse(tmp_path: Path) -> None:
    scores = score(tmp_path)
    value = {system: f"{scores.resampled['BLEU', system].score:.2f}" for system in scores.systems}
    best, tied = sorted(("best_one", "near|best"), key=lambda name: value[name], reverse=True)
    table, markdown, latex = (render_scores(scores, form) for form in ("table", "markdown", "latex"))
    assert f"*{value[best]}" in table and f"≈{value[tied]}" in table
    assert not re.search(rf"[*≈]{value['worst']}", table)
    assert f"**{value[best]}**" in markdown and f"≈{value[tied]}" in markdown and "near\\|best" in markdown
    assert rf"\textbf{{{value[best]}}}" in latex and r"best\_one" in latex


def test_a_styled_table_is_bold_and_a_plain_one_is_not(tmp_path: Path) -> None:
    scores = score(tmp_path)
    assert "\x1b[1m" in render_scores(scores, "table", styled=True)
    assert "\x1b" not in render_scores(scores, "table")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_table_fits_the_terminal_and_loses_nothing(tmp_path: Path, width: int) -> None:
    scores = score(tmp_path)
    lines = render_table(scores, width=width).split("\n")
    drawn = lines[: lines.index("Signatures:")]
    assert max(map(len, drawn)) <= width
    for key in scores.metrics:
        for system in scores.systems:
            assert f"{scores.resampled[key, system].score:.2f}" in "\n".join(drawn)


def test_one_segment_is_not_called_segments(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}.en", ["A line."]) for name in ("hypothesis", "reference")]
    scores = score_files(paths[:1], paths[1:], metrics=["chrf"], target_language="en", allowed=list(ALLOWANCES))
    text = render_scores(scores, "table") + "".join(scores.warnings)
    assert "1 segment, target" in text and not re.search(r"\b1 (segments|lines)", text)


def test_sacrebleus_json_is_what_its_command_line_prints(tmp_path: Path) -> None:
    described = json.loads(render_scores(score(tmp_path), "sacrebleu"))
    entry = described["worst"][0]
    assert (entry["name"], entry["nrefs"], entry["tok"]) == ("BLEU", "1", "13a")
    metric = BLEU()
    found = metric.corpus_score(OUTPUTS["worst"], [REFERENCE], n_bootstrap=1000)
    expected = json.loads(found.format(width=1, is_json=True, signature=str(metric.get_signature())))
    assert {key: entry[key] for key in expected} == expected


def test_csv_has_corpus_document_and_segment_scores(tmp_path: Path) -> None:
    documents = write(tmp_path / "test.docs", [f"d{n // 40}" for n in range(120)])
    lines = render_scores(score(tmp_path, documents=documents), "csv").strip().split("\n")
    assert len(lines) == 1 + 3 * 2 * (1 + 3 + 120)


def test_an_unknown_format_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="markdown"):
        render_scores(score(tmp_path), "html5")


def test_documents_can_be_resampled_only_where_they_are_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--documents"):
        score(tmp_path, sampling=Sampling(unit="document"))
    documents = write(tmp_path / "test.docs", [f"d{n // 10}" for n in range(120)])
    scores = score(tmp_path, sampling=Sampling(unit="document"), documents=documents)
    assert {one.method for one in scores.pairs} == {"studentised-bootstrap-by-document"}


def test_markdown_has_the_comparisons_that_the_table_has(tmp_path: Path) -> None:
    scores = score(tmp_path, baseline="worst")
    compared = [line for line in render_scores(scores, "table").splitlines() if "− worst" in line]
    assert len(compared) == 2 * len(scores.metrics)
    markdown = render_scores(scores, "markdown")
    assert all(f"- {line}".replace("|", "\\|") in markdown.splitlines() for line in compared)


def test_it_is_said_how_many_resamples_each_figure_rests_on(tmp_path: Path) -> None:
    few = score(tmp_path, sampling=Sampling(samples=100), baseline="worst")
    assert "300 samples of segments" in render_scores(few, "table")
    assert "Intervals and comparisons with worst: the first 100 of these samples." in render_scores(few, "table")
    randomized = score(tmp_path, sampling=Sampling(test="paired-randomization", samples=2000))
    assert "Intervals: 1000 samples." in render_scores(randomized, "table")


def test_one_system_has_an_interval_and_no_word_of_ranks(tmp_path: Path) -> None:
    hypothesis, reference = write(tmp_path / "a.en", OUTPUTS["worst"]), write(tmp_path / "r.en", REFERENCE)
    scores = score_files([hypothesis], [reference], metrics=["bleu"], target_language="en")
    table = render_scores(scores, "table")
    assert "Intervals: 95 %, bootstrap, 1000 samples of segments, seed 12345." in table and "Ranks" not in table


@pytest.mark.parametrize("form", list_formats())
def test_a_test_set_of_which_nothing_could_be_scored_is_no_fault(tmp_path: Path, form: str) -> None:
    hypothesis, reference = write(tmp_path / "a.en", OUTPUTS["worst"]), write(tmp_path / "r.en", REFERENCE)
    scores = score_files([hypothesis], [reference], metrics=["bleu-jieba"], target_language="en")
    assert list(scores.not_scored) == ["BLEU-jieba"]
    assert isinstance(render_scores(scores, form), str)


@pytest.mark.parametrize("form", list_formats())
def test_of_too_few_segments_no_format_has_a_verdict_a_rank_or_a_star(form: str, tmp_path: Path) -> None:
    few = {name: write(tmp_path / f"{name}.en", lines[:5]) for name, lines in OUTPUTS.items()}
    reference = write(tmp_path / "reference.en", REFERENCE[:5])
    scores = score_files(list(few.values()), [reference], metrics=["bleu"], target_language="en")
    text = render_scores(scores, form)
    assert not re.search(
        r"better|worse|people prefer|\*\d|\*\*\d|<strong>|textbf|≈\d", text.split("</style>")[-1].split("<script")[0]
    )
    if form not in ("csv", "sacrebleu"):
        assert "Too few to compare: 5 segments drawn, and 7 or more are needed for 3 comparisons" in text
    if form == "json":
        described = json.loads(text)
        assert {one["verdict"] for one in described["comparisons"]} == {"too-few"}
        assert {one["p_value"] for one in described["comparisons"]} == {None}
        assert {one["scores"]["BLEU"]["rank"] is None for one in described["systems"]} == {True}


def test_a_notebook_shows_no_rank_of_too_few_segments(tmp_path: Path) -> None:
    few = [write(tmp_path / f"{name}.en", lines[:5]) for name, lines in OUTPUTS.items()]
    reference = write(tmp_path / "reference.en", REFERENCE[:5])
    scored = evalkit.score(*few, references=[reference], metrics=["bleu"], target_language="en")
    assert scored.ranks["rank_first"].isna().all() and scored.ranks["cluster"].isna().all()
    assert "<b>" not in scored._repr_html_().split("<svg")[0]
