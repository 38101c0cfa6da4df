"""Differences have the interval and p-value that sacrebleu's paired bootstrap gives, and no verdict where there is no difference."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from builders import make_passages
from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.significance import PairedTest

from evalkit.comparing import (
    adjust_p_values,
    bootstrap_interval,
    compare_all_pairs,
    compare_measured,
    compare_references,
    compare_with_baseline,
)
from evalkit.data import Comparison, Document, EvalSet, MetricOptions, Segment
from evalkit.plugins import load_plugin
from evalkit.scoring import Measured, ReferenceChoice, measure_sets

REFERENCE = [f"The committee met on day {n} and agreed to plan {n * 7} for the city." for n in range(40)]
CLOSE = [line.replace("agreed to", "approved") if n % 3 else line for n, line in enumerate(REFERENCE)]
FAR = [line.replace("committee met", "group gathered").replace("city", "town") for line in REFERENCE]


def make_set(system: str, hypotheses: list[str], **references: list[str]) -> EvalSet:
    document = Document(
        name="d", folder="", paths=("d",), source_language="zh", target_language="en", source=(), target=()
    )
    lines = make_passages("\n".join(hypotheses), path=system)
    return EvalSet(
        system=system,
        source_language="zh",
        target_language="en",
        segments=tuple(
            Segment(
                document=document,
                index=index,
                source=(line,),
                hypothesis=(line,),
                references={name: make_passages(text[index]) for name, text in references.items()},
                system=system,
            )
            for index, line in enumerate(lines)
        ),
    )


def measure(sets: list[EvalSet], metric: str = "bleu", *references: str) -> list[Measured]:
    choices = [ReferenceChoice(name=name, references=(name,)) for name in references or ("A",)]
    return measure_sets(sets, choices, load_plugin("metrics", metric).create(MetricOptions()))


@pytest.mark.parametrize(("name", "peer"), [("bleu", BLEU), ("chrf", CHRF)])
def test_the_p_value_of_a_paired_bootstrap_is_sacrebleus(name: str, peer: Any) -> None:
    close, far = measure([make_set("close", CLOSE, A=REFERENCE), make_set("far", FAR, A=REFERENCE)], name)
    comparison = compare_measured(close, far)
    _, results = PairedTest(
        [("far", FAR), ("close", CLOSE)], {name: peer()}, [REFERENCE], test_type="bs", n_samples=1000
    )()
    expected = next(result for key, result in results.items() if key != "System")[1]
    assert comparison.p_value == expected.p_value
    assert comparison.difference == pytest.approx(
        expected.score - measure([make_set("f", FAR, A=REFERENCE)], name)[0].score_corpus().value
    )
    low, high = bootstrap_interval(close)
    assert (high - low) / 2 == pytest.approx(expected.ci, abs=2e-3)


def test_a_clear_difference_is_better_or_worse_by_its_side() -> None:
    close, far = measure([make_set("close", CLOSE, A=REFERENCE), make_set("far", FAR, A=REFERENCE)])
    assert compare_measured(close, far).verdict == "better"
    assert compare_measured(far, close).verdict == "worse"


def test_a_lower_error_rate_is_better() -> None:
    close, far = measure([make_set("close", CLOSE, A=REFERENCE), make_set("far", FAR, A=REFERENCE)], "ter")
    comparison = compare_measured(close, far)
    assert comparison.difference < 0
    assert comparison.verdict == "better"


def test_identical_outputs_are_identical_and_have_no_p_value() -> None:
    one, other = measure([make_set("one", CLOSE, A=REFERENCE), make_set("other", CLOSE, A=REFERENCE)])
    comparison = compare_measured(one, other)
    assert (comparison.verdict, comparison.p_value, comparison.interval, comparison.difference) == (
        "identical",
        None,
        None,
        0.0,
    )


def test_the_interval_of_a_difference_holds_the_difference() -> None:
    close, far = measure([make_set("close", CLOSE, A=REFERENCE), make_set("far", FAR, A=REFERENCE)], "chrf")
    comparison = compare_measured(close, far)
    assert comparison.interval is not None
    assert comparison.interval[0] < comparison.difference < comparison.interval[1]


def test_the_same_comparison_twice_gives_the_same_figures() -> None:
    close, far = measure([make_set("close", CLOSE, A=REFERENCE), make_set("far", FAR, A=REFERENCE)])
    assert compare_measured(close, far) == compare_measured(close, far)


def test_two_references_are_compared_for_every_system_and_metric() -> None:
    sets = [make_set(name, lines, A=REFERENCE, B=CLOSE) for name, lines in (("close", CLOSE), ("far", FAR))]
    measured = [*measure(sets, "bleu", "A", "B"), *measure(sets, "chrf", "A", "B")]
    compared = compare_references(measured, [("B", "A")])
    assert {(one.metric, one.system, one.reference, one.baseline_reference) for one in compared} == {
        (metric, system, "B", "A") for metric in ("BLEU", "chrF2") for system in ("close", "far")
    }
    assert next(one for one in compared if one.system == "close").difference > 0


def test_systems_are_compared_with_the_baseline_only_on_the_same_segments() -> None:
    sets = [
        make_set("base", CLOSE, A=REFERENCE),
        make_set("far", FAR, A=REFERENCE),
        make_set("part", FAR[:20], A=REFERENCE),
    ]
    compared = compare_with_baseline(measure(sets), baseline="base")
    assert [(one.system, one.baseline) for one in compared] == [("far", "base")]


def test_scores_of_other_segments_cannot_be_compared() -> None:
    whole, part = measure([make_set("base", CLOSE, A=REFERENCE), make_set("part", FAR[:20], A=REFERENCE)])
    with pytest.raises(ValueError, match="same segments"):
        compare_measured(whole, part)


def test_resampling_by_counts_gives_the_scores_of_drawn_segments() -> None:
    (close,) = measure([make_set("close", CLOSE, A=REFERENCE)])
    indexes = np.random.default_rng(12345).choice(40, size=(1000, 40), replace=True)
    scores = sorted(close.metric.score(close.statistics[row].sum(axis=0)) for row in indexes)
    assert bootstrap_interval(close) == (scores[25], scores[974])


def test_every_pair_of_systems_is_compared_once() -> None:
    sets = [make_set(name, lines, A=REFERENCE) for name, lines in (("a", CLOSE), ("b", FAR), ("c", CLOSE))]
    compared = compare_all_pairs(measure(sets))
    assert [(one.system, one.baseline, one.verdict) for one in compared] == [
        ("a", "b", "better"),
        ("a", "c", "identical"),
        ("b", "c", "worse"),
    ]


def test_p_values_are_adjusted_as_holm_does_and_verdicts_follow() -> None:
    base = Comparison(
        metric="BLEU",
        system="s",
        baseline="b",
        reference="A",
        baseline_reference="A",
        difference=1.0,
        interval=(0.1, 2.0),
        p_value=0.01,
        verdict="better",
    )
    identical = replace(base, p_value=None, verdict="identical")
    adjusted = adjust_p_values([replace(base, p_value=0.04), base, identical, replace(base, p_value=0.03)])
    assert [one.adjusted_p_value for one in adjusted] == pytest.approx([0.06, 0.03, None, 0.06])
    assert [one.verdict for one in adjusted] == ["undecided", "better", "identical", "undecided"]
