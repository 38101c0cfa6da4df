"""Defects of outputs: rates by check, the lines concerned, and estimates of what they go with that are right where the
answer is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import write_lines as write
from line_outputs import REFERENCE_LINES as REFERENCE
from sacrebleu.metrics import BLEU

from evalkit.auditing.checking import choose_checks
from evalkit.comparing.defect_costs import DefectCost, estimate_costs
from evalkit.comparing.defects import ANY, DefectRate, check_outputs, count_defects
from evalkit.comparing.line_scores import LineScores
from evalkit.jobs.scoring_lines import score_files

SPOILT = range(0, 120, 6)
CLEAN = [line.replace("number", "no.") for line in REFERENCE]
FAULTY = [line.replace(" in the ", " in the the ") if n in SPOILT else line for n, line in enumerate(CLEAN)]


def score(folder: Path, source: list[str] | None = None, **outputs: list[str]) -> LineScores:
    paths = [write(folder / f"{name}.en", lines) for name, lines in outputs.items()]
    reference = write(folder / "reference.en", REFERENCE)
    source_path = write(folder / "source.zh", source) if source else None
    return score_files(paths, [reference], source_path, metrics=["bleu"], target_language="en")


def rate(scores: LineScores, *checks: str) -> dict[tuple[str, str], DefectRate]:
    rates = count_defects(scores, check_outputs(scores.sets, choose_checks(checks)))
    return {(one.system, one.check): one for one in rates}


def test_a_rate_counts_findings_per_thousand_segments_and_names_the_lines(tmp_path: Path) -> None:
    rates = rate(score(tmp_path, clean=CLEAN, faulty=FAULTY), "repeated-word")
    faulty = rates["faulty", "repeated-word"]
    assert (faulty.findings, faulty.lines) == (20, tuple(SPOILT))
    assert faulty.per_thousand == pytest.approx(20 / 120 * 1000)
    assert rates["faulty", ANY].lines == faulty.lines
    assert rates["clean", "repeated-word"].findings == 0


def test_what_is_wrong_with_the_source_alone_is_nobodys_defect(tmp_path: Path) -> None:
    source = [f"这是第{n}句话" + ("  有两个空格" if n % 10 == 0 else "") for n in range(120)]
    assert rate(score(tmp_path, source, clean=CLEAN), "double-space") == {
        ("clean", ANY): DefectRate(system="clean", check=ANY, findings=0, unsure=0, per_thousand=0.0, lines=())
    }


def estimate(scores: LineScores, **lines: range) -> dict[tuple[str, str], DefectCost]:
    rates = [
        DefectRate(
            system=system,
            check="any",
            findings=len(lines.get(system, ())),
            unsure=0,
            per_thousand=0.0,
            lines=tuple(lines.get(system, ())),
        )
        for system in scores.systems
    ]
    return {(one.system, one.check): one for one in estimate_costs(scores, rates)}


def test_a_defect_that_costs_points_shows_in_all_three_estimates(tmp_path: Path) -> None:
    spoilt = ["nothing here is right at all" if n in SPOILT else line for n, line in enumerate(CLEAN)]
    cost = estimate(score(tmp_path, clean=CLEAN, spoilt=spoilt), spoilt=SPOILT)["spoilt", "any"]
    assert cost.segments == 20
    assert cost.mean < cost.mean_of_others
    assert cost.difference.value == pytest.approx(cost.mean - cost.mean_of_others)
    assert cost.difference.interval[1] < 0
    assert cost.beside_others is not None and cost.beside_others.interval[1] < 0
    assert cost.points.interval[0] > 0
    without = BLEU().corpus_score(CLEAN, [REFERENCE]).score - BLEU().corpus_score(spoilt, [REFERENCE]).score
    assert cost.points.value == pytest.approx(without, abs=1.0)


def test_segments_that_are_hard_for_every_system_cost_nothing_beside_the_others(tmp_path: Path) -> None:
    hard = ["nothing here is right at all" if n in SPOILT else line for n, line in enumerate(CLEAN)]
    other = [line.replace("nothing", "all") for line in hard]
    cost = estimate(score(tmp_path, one=hard, other=other), one=SPOILT)["one", "any"]
    assert cost.difference.interval[1] < 0
    assert cost.beside_others is not None
    assert cost.beside_others.value == pytest.approx(0.0, abs=1e-9)


def test_too_few_segments_and_a_single_system_are_not_overstated(tmp_path: Path) -> None:
    scores = score(tmp_path, only=FAULTY)
    assert estimate(scores, only=range(9)) == {}
    assert estimate(scores, only=range(115)) == {}
    assert estimate(scores, only=range(10))["only", "any"].beside_others is None
