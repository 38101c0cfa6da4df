"""The figures that docs/accuracy.md quotes are those of this code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from training.measure_audit import ROWS, change_number, join_sides, strip_apostrophes, write_document

_WRITTEN = Path(__file__).parents[1] / "docs/accuracy.md"


def test_the_figures_are_those_that_are_measured_now() -> None:
    data = os.environ.get("EVALKIT_DATA")
    if not data:
        pytest.skip("EVALKIT_DATA names no folder with the outside test data")
    assert write_document(Path(data), ROWS) == _WRITTEN.read_text(encoding="utf-8"), "run: make figures"


def test_a_damaged_document_knows_which_words_lost_an_apostrophe() -> None:
    written = strip_apostrophes(
        "d", ["China's plan isn't new.", "It's the governments' choice, as they say."], damaged=True
    )
    assert written.lines == ("Chinas plan isnt new.", "Its the governments choice, as they say.")
    assert written.faults == {
        (1, 1, 7): ("possessive", "China's"),
        (1, 13, 17): ("contraction", "isn't"),
        (2, 1, 4): ("its", "It's"),
        (2, 9, 20): ("possessive", "governments'"),
    }


@pytest.mark.parametrize(("number", "line"), [(0, 5), (2, 4)])
def test_a_fault_keeps_its_place_when_both_languages_are_joined(number: int, line: int) -> None:
    english = strip_apostrophes("d", ["A plan.", "China's plan."], damaged=True)
    joined = join_sides(["一", "二"], english, number)
    assert list(joined.faults) == [(line, 1, 7)]
    assert joined.lines[line - 1] == "Chinas plan."


def test_one_digit_of_one_number_is_changed_and_where_is_known() -> None:
    changed = change_number("d", ["In 2021 it grew."])
    assert changed is not None
    [((line, start, end), (_, sound))] = changed.faults.items()
    now = changed.lines[line - 1][start - 1 : end - 1]
    assert sound == "2021"
    assert sum(one != other for one, other in zip(now, sound, strict=True)) == 1


def test_a_text_without_numbers_has_none_to_change() -> None:
    assert change_number("d", ["It grew."]) is None
