"""Differences have p-values and intervals of one test, sacrebleu's own where they are asked for, and no verdict where there is no
difference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from line_outputs import CLOSE, FAR, make_set, measure
from line_outputs import MEETINGS as REFERENCE
from sacrebleu.metrics import BLEU, CHRF
from sacrebleu.significance import PairedTest

from evalkit.comparing.comparing import (
    adjust_p_values,
    bootstrap_interval,
    compare_all_pairs,
    compare_measured,
    compare_references,
    compare_with_baseline,
    resample,
)
from evalkit.comparing.resampling import Sampling
from evalkit.data import Comparison, MetricOptions
from evalkit.plugins import load_plugin
from evalkit.scoring.scoring import ReferenceChoice, measure_sets


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
    assert (high - low) / 2 == pytest.approx(expected.ci, abs=1e-12)


@pytest.mark.parametrize(("name", "peer"), [("bleu", BLEU), ("chrf", CHRF)])
def test_the_p_value_of_approximate_randomization_is_sacrebleus(name: str, peer: Any) -> None:
    near = [line.replace("plan", "schedule") if n % 4 == 0 else line for n, line in enumerate(CLOSE)]
    close, other = measure([make_set("close", CLOSE, A=REFERENCE), make_set("near", near, A=REFERENCE)], name)
    comparison = compare_measured(close, other, Sampling(test="sacrebleu-ar", samples=2000))
    _, results = PairedTest(
        [("near", near), ("close", CLOSE)], {name: peer()}, [REFERENCE], test_type="ar", n_samples=2000
    )()
    expected = next(result for key, result in results.items() if key != "System")[1]
    assert comparison.p_value == expected.p_value
    assert comparison.method == "sacrebleu-ar"


@pytest.mark.parametrize("pair", ["zh-en", "en-zh"])
@pytest.mark.parametrize("test", ["bs", "ar"])
def test_p_values_on_wmt22_are_sacrebleus(data: Path, pair: str, test: Any) -> None:
    folder, language = data / "wmt22" / pair, pair[-2:]
    texts = [
        (folder / "systems" / f"{name}.{language}").read_text(encoding="utf-8").removesuffix("\n").split("\n")
        for name in ("Online-A", "Online-B", "Online-G")
    ]
    reference = (folder / f"reference.A.{language}").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    peers = {"bleu": BLEU(trg_lang=language), "chrf": CHRF()}
    samples = {"bs": 1000, "ar": 1000}[test]
    _, results = PairedTest(
        [(str(n), text) for n, text in enumerate(texts)], peers, [reference], test_type=test, n_samples=samples
    )()
    sampling = Sampling(test="sacrebleu-bs" if test == "bs" else "sacrebleu-ar", samples=samples)
    sets = [make_set(str(n), text, language, A=reference) for n, text in enumerate(texts)]
    for name, key in (("bleu", "BLEU"), ("chrf", "chrF2")):
        choice = ReferenceChoice(name="A", references=("A",))
        metric = load_plugin("metrics", name).create(MetricOptions(target_language=language))
        resampled = resample(measure_sets(sets, [choice], metric), sampling)
        found = {one.system: one.p_value for one in compare_with_baseline(resampled, sampling, baseline="0")}
        assert found == {"1": results[key][1].p_value, "2": results[key][2].p_value}


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
    compared = compare_with_baseline(resample(measure(sets)), baseline="base")
    assert [(one.system, one.baseline) for one in compared] == [("far", "base")]


def test_scores_of_other_segments_cannot_be_compared() -> None:
    whole, part = measure([make_set("base", CLOSE, A=REFERENCE), make_set("part", FAR[:20], A=REFERENCE)])
    with pytest.raises(ValueError, match="same segments"):
        compare_measured(whole, part)


def test_resampling_by_counts_gives_the_scores_of_drawn_segments() -> None:
    (close,) = measure([make_set("close", CLOSE, A=REFERENCE)])
    indexes = np.random.default_rng(12345).choice(40, size=(1000, 40), replace=True)
    scores = sorted(close.metric.score(close.statistics[row].sum(axis=0)) for row in indexes)
    assert bootstrap_interval(close) == pytest.approx((scores[25], scores[974]))


def test_documents_are_drawn_whole() -> None:
    halves = [line if n < 20 else "nothing alike" for n, line in enumerate(REFERENCE)]
    by_segment, by_document = (
        bootstrap_interval(*measure([make_set("s", halves, per_document=20, A=REFERENCE)]), Sampling(unit=unit))
        for unit in ("segment", "document")
    )
    assert by_document[1] - by_document[0] > 1.5 * (by_segment[1] - by_segment[0])
    assert by_document[1] == pytest.approx(100.0)


def test_the_method_names_the_unit_that_was_drawn() -> None:
    sets = [make_set(name, lines, per_document=10, A=REFERENCE) for name, lines in (("a", CLOSE), ("b", FAR))]
    (comparison,) = compare_all_pairs(measure(sets), Sampling(unit="document"))
    assert comparison.method == "studentised-bootstrap-by-document"


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
        unadjusted_verdict="better",
        units=100,
    )
    identical = replace(base, p_value=None, verdict="identical")
    adjusted = adjust_p_values([replace(base, p_value=0.04), base, identical, replace(base, p_value=0.03)])
    assert [one.adjusted_p_value for one in adjusted] == pytest.approx([0.06, 0.03, None, 0.06])
    assert [one.verdict for one in adjusted] == ["undecided", "better", "identical", "undecided"]
    assert [one.is_lost_to_adjustment for one in adjusted] == [True, False, False, True]


@pytest.mark.parametrize(("units", "is_told"), [(5, False), (6, True)])
def test_of_too_few_units_nothing_is_said_but_by_the_function_itself(units: int, is_told: bool) -> None:
    one, base = measure(
        [make_set("close", CLOSE[:units], A=REFERENCE[:units]), make_set("far", FAR[:units], A=REFERENCE[:units])]
    )
    assert compare_measured(one, base).p_value is not None
    (compared,) = compare_all_pairs([one, base])
    assert (compared.verdict != "too-few", compared.p_value is not None) == (is_told, is_told)


def test_interval_and_verdict_never_contradict() -> None:
    for shift in range(12):
        outputs = [FAR[n] if n % 12 < shift else CLOSE[n] for n in range(len(CLOSE))]
        one, base = measure([make_set("close", CLOSE, A=REFERENCE), make_set("mixed", outputs, A=REFERENCE)], "chrf")
        found = compare_measured(one, base)
        if found.p_value is not None and found.interval is not None:
            low, high = found.interval
            assert (low > 0 or high < 0) == (found.p_value < 0.05)


def test_with_one_segment_randomization_is_certain_of_nothing() -> None:
    one, base = measure([make_set("close", CLOSE[:1], A=REFERENCE[:1]), make_set("far", FAR[:1], A=REFERENCE[:1])])
    assert compare_measured(one, base, Sampling(test="paired-randomization")).p_value == 1.0
    assert compare_measured(one, base).p_value == 1.0
