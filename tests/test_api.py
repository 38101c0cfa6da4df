"""The Python functions return frames with declared columns, and results that a notebook shows as a table and a plot."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import write_lines
from line_outputs import OUTPUTS, REFERENCE_LINES
from sacrebleu.metrics import BLEU

import evalkit
from evalkit.data.frames import COMPARISONS, FINDINGS, RANKS, SCORES
from evalkit.errors import EvalkitError, UnknownNameError
from evalkit.files.whole_writes import write_report
from evalkit.tables.interval_svg import IntervalLine, choose_ticks, draw_intervals
from evalkit.tables.results import EvaluationResults, ScoreResults

DOCUMENTATION = Path(__file__).parent.parent / "docs" / "python.md"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> ScoreResults:
    folder = tmp_path_factory.mktemp("scored")
    paths = [write_lines(folder / f"{name}.en", lines) for name, lines in OUTPUTS.items()]
    reference = write_lines(folder / "reference.en", REFERENCE_LINES)
    return evalkit.score(*paths, references=reference, metrics=["bleu", "ter"], target_language="en")


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> EvaluationResults:
    folder = Path(__file__).parent.parent / "seeds"
    return evalkit.evaluate(folder, metrics=["bleu"])


def dtypes(frame: object) -> dict[str, str]:
    return {str(name): str(dtype) for name, dtype in frame.dtypes.items()}  # type: ignore[attr-defined]


def test_every_frame_has_the_declared_columns_and_dtypes(scored: ScoreResults, evaluated: EvaluationResults) -> None:
    for results in (scored, evaluated):
        assert dtypes(results.scores) == SCORES
        assert dtypes(results.comparisons) == COMPARISONS
        assert dtypes(results.ranks) == RANKS
    assert dtypes(evaluated.findings) == FINDINGS


@pytest.mark.parametrize(
    ("function", "columns"),
    [
        (evalkit.score, [*SCORES, *COMPARISONS, *RANKS]),
        (evalkit.evaluate, [*SCORES, *COMPARISONS, *RANKS]),
        (evalkit.audit, [*FINDINGS]),
    ],
)
def test_the_docstring_names_every_column(function: object, columns: list[str]) -> None:
    words = set(re.findall(r"\w+", function.__doc__ or ""))
    assert [name for name in columns if name not in words] == []


def test_ranks_are_best_first_for_scores_and_for_error_rates(scored: ScoreResults) -> None:
    bleu = scored.ranks[scored.ranks["metric"] == "BLEU"]
    expected = BLEU().corpus_score(OUTPUTS["worst"], [REFERENCE_LINES]).score
    assert bleu["value"].tolist()[-1] == expected
    assert bleu["value"].is_monotonic_decreasing
    assert scored.ranks[scored.ranks["metric"] == "TER"]["value"].is_monotonic_increasing
    best = bleu.iloc[0]
    assert best["interval_low"] < best["value"] < best["interval_high"]
    assert bleu["rank_last"].tolist()[-1] == 3


def test_comparisons_are_of_all_pairs_or_with_the_baseline_asked_for(scored: ScoreResults, tmp_path: Path) -> None:
    assert len(scored.comparisons) == 2 * 3
    paths = [write_lines(tmp_path / f"{name}.en", lines) for name, lines in OUTPUTS.items()]
    reference = write_lines(tmp_path / "reference.en", REFERENCE_LINES)
    asked = {"baseline": "worst", "test": "paired-randomization", "samples": 200, "seed": 7}
    with_baseline = evalkit.score(*paths, references=[reference], metrics="bleu", **asked)  # type: ignore[arg-type]
    compared = with_baseline.comparisons
    assert (compared["baseline"].unique().tolist(), len(compared)) == (["worst"], 2)
    assert set(compared["method"]) == {"paired-randomization"} and set(compared["seed"]) == {7}


def test_a_notebook_shows_a_table_and_a_plot_of_every_metric(
    scored: ScoreResults, evaluated: EvaluationResults
) -> None:
    for results in (scored, evaluated):
        page = ElementTree.fromstring(f"<div>{results._repr_html_()}</div>")
        systems = set(results.ranks["system"])
        assert {row[0].text for row in page.iter("tr")} >= systems
        svg = "{http://www.w3.org/2000/svg}"
        assert len(list(page.iter(f"{svg}circle"))) == len(results.ranks)
        assert {title.text for title in page.iter(f"{svg}title")} == systems


def test_a_plot_of_one_metric_shows_that_one(scored: ScoreResults) -> None:
    assert "TER ↓" in scored.plot("TER") and "BLEU" not in scored.plot("TER")
    assert scored.plot("TER")._repr_svg_() == scored.plot("TER")
    with pytest.raises(UnknownNameError, match="COMET"):
        scored.plot("COMET")


def test_names_are_text_in_a_plot_and_never_markup() -> None:
    line = IntervalLine(system="<script>&", value=1.0, interval=None, rank=None)
    assert ElementTree.fromstring(draw_intervals([("a<b", [line])])) is not None


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (29.1, 30.2), (-5.0, 70.0), (0.001, 0.0011)])
def test_ticks_are_a_few_and_between_the_bounds(low: float, high: float) -> None:
    ticks = choose_ticks(low, high)
    assert 2 <= len(ticks) <= 6
    assert all(low <= tick <= high for tick in ticks)


def test_what_cannot_be_scored_is_an_error_with_the_commands_sentence(tmp_path: Path) -> None:
    hypothesis = write_lines(tmp_path / "s.en", OUTPUTS["worst"])
    with pytest.raises(EvalkitError, match=r"missing\.en: the file cannot be read"):
        evalkit.score(hypothesis, references=[tmp_path / "missing.en"])


def test_a_folder_without_outputs_has_findings_and_no_scores(seeds: Path, tmp_path: Path) -> None:
    shutil.copy(next(seeds.glob("000*.txt")), tmp_path)
    results = evalkit.evaluate(tmp_path, metrics=["bleu"])
    assert len(results.findings) and not len(results.ranks) and results.metrics == ()
    assert "<table" not in results._repr_html_()


def test_systems_that_rendered_other_documents_are_not_compared(tmp_path: Path) -> None:
    names = ("first", "second", "third")
    for number, name in enumerate(names):
        write_lines(tmp_path / f"{name}.zh.txt", [f"第{number}{n}个城市的规划。" for n in range(4)])
        write_lines(tmp_path / f"{name}.en.txt", REFERENCE_LINES[4 * number : 4 * number + 4])
    rendered = {"one": ("first", "second"), "other": ("first", "third"), "like one": ("first", "second")}
    for system, own in rendered.items():
        (tmp_path / "outputs" / system).mkdir(parents=True)
        for name in own:
            start = 4 * names.index(name)
            lines = OUTPUTS["worst" if system == "one" else "best_one"][start : start + 4]
            write_lines(tmp_path / "outputs" / system / f"{name}.txt", lines)
    found = evalkit.evaluate(tmp_path, metrics=["bleu"])
    between = found.comparisons[found.comparisons["system"] != found.comparisons["baseline"]]
    assert {frozenset(pair) for pair in zip(between["system"], between["baseline"], strict=True)} == {
        frozenset({"one", "like one"})
    }


def test_a_metric_is_known_in_any_case_and_a_text_that_was_scored_is_not_listed_as_left_out(tmp_path: Path) -> None:
    write_lines(tmp_path / "press.zh.txt", [f"第{n}个城市的规划。" for n in range(4)])
    for folder, lines in (("outputs/one", OUTPUTS["worst"][:4]), ("references/B", [*REFERENCE_LINES[:3], ""])):
        (tmp_path / folder).mkdir(parents=True)
        write_lines(tmp_path / folder / "press.txt", lines)
    found = evalkit.evaluate(tmp_path, metrics=["BLEU"])
    assert list(found.metrics) == ["BLEU"]
    assert any("Empty lines of references" in warning and "B 1 of 4" in warning for warning in found.warnings)
    index = write_report(found.evaluation, tmp_path / "reports").read_text("utf-8")
    assert "Text that was not scored" not in index
    hypothesis, reference = tmp_path / "outputs/one/press.txt", tmp_path / "references/B/press.txt"
    scored = evalkit.score(hypothesis, references=[reference], metrics=["BLEU"], target_language="en")
    assert set(scored.scores["metric"]) == {"BLEU"}


@pytest.mark.comet
def test_without_any_reference_a_reference_free_model_scores_and_says_against_what(
    tiny_models: Callable[[str], Path], tmp_path: Path
) -> None:
    source = write_lines(tmp_path / "press.zh.txt", ["第一个城市的规划。", "第二个城市的规划。"])
    model = str(tiny_models("referenceless_regression_metric"))
    for name in ("one", "two"):
        (tmp_path / "outputs" / name).mkdir(parents=True)
        write_lines(tmp_path / "outputs" / name / "press.txt", OUTPUTS["best_one"][:1] + OUTPUTS["worst"][:1])
    evaluated = evalkit.evaluate(tmp_path, metrics=["bleu", "comet"], model=model)
    hypothesis = write_lines(tmp_path / "three.en", OUTPUTS["best_one"][:2])
    scored = evalkit.score(hypothesis, source=source, metrics=["comet"], model=model, target_language="en")
    assert dict(evaluated.not_scored) == {"BLEU": "it needs a reference"}
    assert set(evaluated.scores["system"]) == {"one", "two"} and len(evaluated.ranks) == 2
    assert set(evaluated.scores["reference"]) == set(scored.scores["reference"]) == {"no reference"}
    assert any("Only 2 segments" in warning for warning in evaluated.warnings)


def test_the_code_in_the_documentation_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds: Path) -> None:
    for name, lines in OUTPUTS.items():
        (tmp_path / "systems").mkdir(exist_ok=True)
        write_lines(tmp_path / "systems" / f"{name.replace('|', '-')}.en", lines)
    write_lines(tmp_path / "reference.en", REFERENCE_LINES)
    write_lines(tmp_path / "source.zh", [f"第{n}个城市的规划。" for n in range(len(REFERENCE_LINES))])
    shutil.copytree(seeds, tmp_path / "documents")
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.DOTALL):
        exec(code, known)
    assert (tmp_path / "bleu.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (tmp_path / "as-mt-metrics-eval" / "system-outputs" / "zh-en" / "worst.txt").exists()
    assert len(known["worst"]) > 0 and len(known["segments"]) == len(REFERENCE_LINES)  # type: ignore[arg-type]
    assert len(known["moved"]) > 0  # type: ignore[arg-type]
