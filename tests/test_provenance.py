"""A reference made from a system's output is told by the lines they share, and by a score that stands far above."""

from __future__ import annotations

from pathlib import Path

import pytest
from line_outputs import PLACES as REFERENCE
from line_outputs import REWORDED_PLACES as HYPOTHESIS
from line_outputs import make_text

from evalkit.data.test_sets import TestSet
from evalkit.reading.lines import read_test_set
from evalkit.reading.provenance import find_derivations, find_outstanding_score


def share(*counts: int) -> TestSet:
    """Systems that share so many of 60 lines with the reference."""
    return TestSet(
        systems={f"s{n}": make_text(f"s{n}", REFERENCE[:count] + HYPOTHESIS[count:]) for n, count in enumerate(counts)},
        references={"A": make_text("A", REFERENCE, "reference")},
    )


def test_a_system_that_shares_many_more_lines_than_the_others_is_named() -> None:
    (found,) = find_derivations(share(3, 30, 5, 2))
    assert (found.reference, found.system, found.identical, found.segments, found.usual) == ("A", "s1", 30, 60, 3.0)
    assert "Reference A may be derived from s1: 30 of 60 lines" in found.sentence


@pytest.mark.parametrize("counts", [(30, 28, 25, 20), (12, 1, 0, 0), (30, 2), (30,)])
def test_usual_sharing_few_lines_or_too_few_systems_say_nothing(counts: tuple[int, ...]) -> None:
    assert find_derivations(share(*counts)) == []


def test_a_score_far_above_the_others_is_named() -> None:
    assert find_outstanding_score({"a": 60.0, "b": 40.0, "c": 38.0, "d": 35.0}) == "a"
    assert find_outstanding_score({"a": 41.0, "b": 40.0, "c": 38.0, "d": 35.0}) is None
    assert find_outstanding_score({"a": 60.0, "b": 40.0}) is None


def test_of_wmt22_only_the_reference_that_is_a_post_edited_output_is_named(data: Path) -> None:
    found = []
    for pair in ("zh-en", "en-zh"):
        folder = data / "wmt22" / pair
        test_set = read_test_set([folder / "systems"], sorted(folder.glob("reference.*")))
        found += [(pair, one.reference, one.system, one.identical) for one in find_derivations(test_set)]
    assert found == [("en-zh", "reference.B", "Online-B", 373)]
