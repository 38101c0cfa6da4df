"""Two systems side by side: the segments that carry a difference, and those that two metrics judge differently."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import write_lines as write
from line_outputs import OUTPUTS
from line_outputs import REFERENCE_LINES as REFERENCE
from line_outputs import score_outputs as score

from evalkit.explaining.contrasting import find_contrasts, find_disagreements
from evalkit.jobs.scoring_lines import score_files


def test_what_a_segment_carries_is_the_difference_less_that_without_it(tmp_path: Path) -> None:
    scores = score(tmp_path)
    first, *_ = find_contrasts(scores, "BLEU", "best_one", "worst")
    row = first.texts.index
    one, base = scores.by_key["BLEU", "best_one"], scores.by_key["BLEU", "worst"]
    with_it, without = (
        one.metric.score(one.statistics[rows].sum(axis=0)) - one.metric.score(base.statistics[rows].sum(axis=0))
        for rows in ([*range(120)], [line for line in range(120) if line != row])
    )
    assert first.carried == pytest.approx(with_it - without)
    assert (first.texts.hypothesis, first.texts.baseline_hypothesis) == (
        OUTPUTS["best_one"][row],
        OUTPUTS["worst"][row],
    )
    assert first.texts.reference == REFERENCE[row]
    assert (first.value, first.baseline_value) == (
        scores.segment_scores["BLEU", "best_one"][row],
        scores.segment_scores["BLEU", "worst"][row],
    )


def test_what_speaks_for_a_difference_comes_before_what_speaks_against_it(tmp_path: Path) -> None:
    carried = [one.carried for one in find_contrasts(score(tmp_path), "BLEU", "best_one", "near|best")]
    signs = [value > 0 for value in carried]
    assert signs == sorted(signs, reverse=True) or signs == sorted(signs)
    assert True in signs and False in signs


def test_side_by_side_has_the_words_that_differ(tmp_path: Path) -> None:
    first, *_ = find_contrasts(score(tmp_path), "BLEU", "best_one", "worst")
    changed = [one for one in first.texts.between if one.kind != "equal"]
    words = {first.texts.baseline_hypothesis[slice(*one.before)] for one in changed}
    assert "had" in words


def test_a_segment_that_two_metrics_judge_differently_is_found(tmp_path: Path) -> None:
    # One system has the right words in the wrong order, the other nearly the right letters in the wrong words.
    letters = [line.replace("was number", "wass numbers").replace("the", "thee") for line in REFERENCE]
    words = [" ".join(reversed(line.split())) for line in REFERENCE]
    one = [letters[n] if n < 20 else line for n, line in enumerate(REFERENCE)]
    other = [words[n] if n < 20 else line.replace("was", "is") for n, line in enumerate(REFERENCE)]
    paths = [write(tmp_path / "one.en", one), write(tmp_path / "other.en", other)]
    reference = write(tmp_path / "reference.en", REFERENCE)
    scores = score_files(paths, [reference], metrics=["bleu", "chrf", "ter"], target_language="en")
    found = {disagreement.metrics: disagreement for disagreement in find_disagreements(scores, "one", "other")}
    assert set(found) == {("BLEU", "chrF2"), ("BLEU", "TER"), ("chrF2", "TER")}
    for disagreement in found.values():
        assert 0 <= disagreement.opposed <= disagreement.clear <= 120
        for segment in disagreement.segments:
            assert segment.sizes[0] * segment.sizes[1] < 0
            assert min(map(abs, segment.sizes)) >= 1


def test_identical_outputs_carry_and_contradict_nothing(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}.en", OUTPUTS["worst"]) for name in ("one", "other")]
    reference = write(tmp_path / "reference.en", REFERENCE)
    scores = score_files(paths, [reference], metrics=["bleu", "chrf"], target_language="en", allowed=["same-file"])
    assert find_contrasts(scores, "BLEU", "one", "other") == []
    (disagreement,) = find_disagreements(scores, "one", "other")
    assert (disagreement.clear, disagreement.opposed, disagreement.segments) == (0, 0, ())
