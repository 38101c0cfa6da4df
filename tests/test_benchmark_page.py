"""The page of a benchmark: one file that holds the same scores as every other format, all pairs, and every segment."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from running import run

from evalkit.auditing.checking import load_check
from evalkit.comparing.defects import check_outputs
from evalkit.comparing.line_scores import LineScores
from evalkit.explaining.contrasting import DisagreeingSegment, Disagreement, SideBySide
from evalkit.explaining.explaining import Explanation, add_defects, explain_scores
from evalkit.jobs.scoring_lines import score_files
from evalkit.pages.benchmark_page import arrange_duels, make_evaluation
from evalkit.runs.runs import read_run
from evalkit.tables.explanations import list_explanation
from evalkit.tables.phrases import as_phrase
from evalkit.tables.scoreboard import Scoreboard
from evalkit.writers.scores import render_scores

REFERENCE = [f"The road number {n} of the plan was mended in spring {n * 7 % 13}." for n in range(120)]
OUTPUTS = {
    "good": [line.replace("mended", "repaired") if n % 3 else line for n, line in enumerate(REFERENCE)],
    "<b>poor": [line.replace("was mended", "got repaired").replace("The", "A") for line in REFERENCE],
    "same": [line.replace("mended", "repaired") if n % 3 else line for n, line in enumerate(REFERENCE)],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("benchmark")
    for name, lines in {**OUTPUTS, "reference": REFERENCE}.items():
        (folder / f"{name}.en").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def scores(folder: Path) -> LineScores:
    paths = [folder / f"{name}.en" for name in OUTPUTS]
    return score_files(
        paths, [folder / "reference.en"], metrics=["bleu", "chrf"], target_language="en", allowed={"same-file"}
    )


@pytest.fixture(scope="module")
def page(scores: LineScores) -> str:
    return render_scores(scores, "html", explanation=explain_scores(scores))


def read_json(page: str, name: str) -> dict[str, object]:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    described: dict[str, object] = json.loads(found[1])
    return described


def test_the_page_holds_the_scores_ranks_and_signatures_of_the_other_formats(scores: LineScores, page: str) -> None:
    for (metric, system), ranking in scores.rankings.items():
        assert f"{scores.resampled[metric, system].score:.2f}" in page
        assert ranking.rank
    assert all(signature in page for signature in scores.signatures.values())
    assert Scoreboard(make_evaluation(scores)).rankings("BLEU")["good"] == scores.rankings["BLEU", "good"]


def test_a_name_is_shown_as_text(page: str) -> None:
    assert "<b>poor" not in page and "&lt;b&gt;poor" in page


def test_the_matrix_holds_every_pair_from_both_sides(scores: LineScores) -> None:
    duels = arrange_duels(scores, "BLEU")
    assert len(duels) == 6
    one, other = duels["good", "<b>poor"], duels["<b>poor", "good"]
    assert one.difference == -other.difference > 0
    assert (one.verdict, other.verdict) == ("better", "worse")
    assert one.interval is not None and other.interval == (-one.interval[1], -one.interval[0])
    assert duels["good", "same"].verdict == "identical" and duels["good", "same"].p_value is None


def test_every_segment_stands_in_the_page_with_all_outputs(page: str) -> None:
    texts = read_json(page, "texts")
    assert texts["references"] == [["reference", REFERENCE]]
    assert dict(texts["systems"])["good"] == OUTPUTS["good"]  # type: ignore[call-overload]
    points = read_json(page, "points")
    assert points["links"][11] == "#segment-12" and points["names"][11] == "#12"  # type: ignore[index]


def test_an_explanation_is_shown_field_by_field_also_one_that_nobody_described(scores: LineScores) -> None:
    @dataclass(frozen=True)
    class Inner:
        index: int
        share: float

    @dataclass(frozen=True)
    class Oddity:
        metric: str
        value: float
        parts: tuple[Inner, ...]

    @dataclass(frozen=True)
    class Extended:
        oddities: tuple[Oddity, ...]
        nothing: tuple[str, ...] = ()

    inside = (Inner(index=3, share=0.25), Inner(index=8, share=0.5))
    (part,) = list_explanation(Extended(oddities=(Oddity(metric="COMET", value=0.5, parts=inside),)), lambda key: 100.0)
    assert str(part.title) == "Oddities"
    assert [column.key for column in part.columns] == ["metric", "index", "value", "share"]
    assert part.rows == (("COMET", 4, 50.0, 0.25), ("COMET", 9, 50.0, 0.5))


def test_every_column_of_an_explanation_has_a_heading_in_both_languages(scores: LineScores) -> None:
    checks = [load_check(name) for name in ("repeated-word", "double-space")]
    explanation = add_defects(explain_scores(scores), scores, check_outputs(scores.sets, checks), checks)
    parts = list_explanation(explanation, lambda key: 1.0)
    headings = {column.title for part in parts for column in part.columns} - {as_phrase(name) for name in OUTPUTS}
    assert len(headings) > 20
    assert {str(title) for title in headings if title.chinese == title.english} <= {"p"}


def test_what_has_segments_in_one_row_and_none_in_another_is_shown() -> None:
    none = Disagreement(metrics=("BLEU", "chrF2"), system="a", baseline="b", clear=4, opposed=0, segments=())
    texts = SideBySide(
        index=6, place="a.en:7", document=None, source=None, reference="r", system="a", baseline="c", hypothesis="h",
        baseline_hypothesis="g", between=(), from_reference=(), baseline_from_reference=(),
    )  # fmt: skip
    segment = DisagreeingSegment(values=((40.0, 20.0), (30.0, 50.0)), sizes=(1.5, -1.25), texts=texts)
    some = replace(none, baseline="c", opposed=1, segments=(segment,))
    (part,) = list_explanation(Explanation(disagreements=(none, some)), lambda key: 1.0)
    assert [column.key for column in part.columns][-4:] == ["opposed", "values", "sizes", "texts"]
    assert part.rows[0][-4:] == (0, None, None, ())
    assert part.rows[1][-4:-1] == (1, "BLEU 40.00 / 20.00, chrF2 30.00 / 50.00", "1.50 / −1.25")


def test_the_texts_of_a_segment_stand_below_its_figures(scores: LineScores, page: str) -> None:
    (worst,) = [
        part for part in list_explanation(explain_scores(scores), lambda key: 1.0) if "Worst" in str(part.title)
    ]
    assert [column.key for column in worst.columns] == ["metric", "system", "place", "value", "texts"]
    assert [str(what) for what, _ in worst.rows[0][-1]] == ["Reference", "Output"]
    assert worst.rows[0][2] == "good.en:2"
    assert '<tr class="below"><td colspan="4">' in page


def test_without_an_explanation_nothing_is_explained(scores: LineScores) -> None:
    assert list_explanation(Explanation(), lambda key: 1.0) == []
    assert 'id="explained"' not in render_scores(scores, "html")


def test_a_lone_system_has_a_page_without_pairs(scores: LineScores, folder: Path) -> None:
    alone = score_files([folder / "good.en"], [folder / "reference.en"], metrics=["bleu"], target_language="en")
    text = render_scores(alone, "html")
    assert 'id="pairs"' not in text and "1 system, 120 segments" in text


def test_nothing_scored_still_has_a_page_that_says_why(scores: LineScores) -> None:
    empty = replace(
        scores, measured=(), resampled={}, pairs=(), comparisons=(), rankings={}, not_scored={"COMET": "why"}
    )
    assert "COMET not scored:" in render_scores(empty, "html")


def test_with_an_output_the_page_is_a_file_of_the_run(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "run"
    arguments = ["score", "--reference", folder / "reference.en", "--metric", "bleu", "--format", "html"]
    done = run(*arguments, "--output", kept, folder / "good.en")
    assert done.returncode == 0
    assert done.stdout == "" and "Run:" in done.stderr
    assert (kept / "index.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert read_run(kept).systems == ("good",)
