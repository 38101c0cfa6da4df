"""n-grams that one system gets and another misses: counted per occurrence in the reference, folded, and beyond
chance."""

from __future__ import annotations

from collections.abc import Sequence

from line_outputs import make_text

from evalkit.data.test_sets import TestSet
from evalkit.explaining.ngrams import NgramGain, find_ngram_gains


def find(reference: Sequence[str], language: str = "en", **systems: Sequence[str]) -> list[NgramGain]:
    test_set = TestSet(
        systems={name: make_text(name, list(lines)) for name, lines in systems.items()},
        references={"A": make_text("A", list(reference), "reference")},
    )
    one, other = systems
    return find_ngram_gains(test_set, [(one, other)], language)


def test_the_longest_run_stands_for_its_parts() -> None:
    reference = [f"In {n} the National People's Congress met." for n in range(12)]
    misses = [f"In {n} the assembly met." for n in range(12)]
    (gain,) = find(reference, good=reference, poor=misses)
    assert (gain.ngram, gain.words) == ("National People's Congress met", 4)
    assert (gain.system, gain.baseline, gain.gained, gain.lost, gain.net) == ("good", "poor", 12, 0, 12)
    assert gain.occurrences == 12
    assert [example.index for example in gain.examples] == [0, 1]
    assert gain.examples[0].baseline_hypothesis == misses[0]


def test_a_match_counts_once_for_each_occurrence_in_the_reference() -> None:
    reference = ["red and red"] * 10
    (gain,) = [one for one in find(reference, three=["red red red"] * 10, one=["red"] * 10) if one.ngram == "red"]
    assert (gain.gained, gain.occurrences) == (10, 20)


def test_what_the_other_gets_as_often_is_no_gain() -> None:
    reference = ["the river rose"] * 20
    one = [text if n % 2 else "water came" for n, text in enumerate(reference)]
    other = ["water came" if n % 2 else text for n, text in enumerate(reference)]
    assert find(reference, one=one, other=other) == []


def test_eight_matches_more_may_be_chance_and_nine_may_not() -> None:
    reference = ["river"] * 20
    assert find(reference, one=["river"] * 8 + ["x"] * 12, other=["x"] * 20) == []
    assert [gain.net for gain in find(reference, one=["river"] * 9 + ["x"] * 11, other=["x"] * 20)] == [9]


def test_chinese_words_are_words_and_shown_as_they_are_written() -> None:
    reference = ["他在北京开会。"] * 10
    found = find(reference, "zh", good=["他在北京开会。"] * 10, poor=["他在南京开会。"] * 10)
    assert [gain.ngram for gain in found] == ["他在北京开会"] or "北京" in found[0].ngram
    assert " " not in found[0].ngram


def test_both_directions_are_listed() -> None:
    reference = ["river and lake"] * 12
    found = find(reference, one=["river"] * 12, other=["lake"] * 12)
    assert [(gain.system, gain.ngram) for gain in found] == [("one", "river"), ("other", "lake")]


def test_without_references_there_is_nothing_to_get() -> None:
    test_set = TestSet(systems={name: make_text(name, ["a b"]) for name in "xy"})
    assert find_ngram_gains(test_set, [("x", "y")], "en") == []
