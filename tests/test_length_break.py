"""Finding the line where two texts stop having the same lines."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.files.length_break import find_break

LENGTHS = [40, 12, 90, 25, 60, 8, 33, 75, 18, 50]
SOURCE = ["字" * length for length in LENGTHS]
TARGET = ["abcd" * length for length in LENGTHS]


@pytest.mark.parametrize("position", range(len(LENGTHS)))
def test_a_missing_line_is_found_where_it_would_stand(position: int) -> None:
    assert find_break(SOURCE, TARGET[:position] + TARGET[position + 1 :]) == position + 1


@pytest.mark.parametrize("position", range(len(LENGTHS)))
def test_a_blank_line_too_many_is_found(position: int) -> None:
    assert find_break(SOURCE, [*TARGET[:position], "", *TARGET[position:]]) == position + 1


@pytest.mark.parametrize("position", range(len(LENGTHS) - 1))
def test_two_paragraphs_in_one_line_are_found_at_most_a_line_late(position: int) -> None:
    joined = [*TARGET[:position], TARGET[position] + TARGET[position + 1], *TARGET[position + 2 :]]
    assert find_break(SOURCE, joined) in (position + 1, position + 2)


@pytest.mark.parametrize("kept", range(1, len(LENGTHS)))
def test_a_text_that_ends_early_breaks_behind_its_last_line(kept: int) -> None:
    assert find_break(SOURCE, TARGET[:kept]) == kept + 1


def test_the_first_of_two_breaks_is_named() -> None:
    assert find_break(SOURCE, [*TARGET[:2], *TARGET[3:7], *TARGET[8:]]) == 3


def test_long_texts_of_very_different_length_are_compared_from_the_beginning() -> None:
    assert find_break(SOURCE * 300, [*TARGET[:4], *(TARGET * 200)[5:]]) == 5


@given(expected=st.lists(st.text()), found=st.lists(st.text(), min_size=1))
def test_the_break_is_always_a_line_or_one_behind_the_last(expected: list[str], found: list[str]) -> None:
    assert 1 <= find_break(expected, found) <= len(found) + 1


def test_a_long_text_that_ends_early_breaks_where_it_ends() -> None:
    chance = random.Random(3)
    expected = ["x" * chance.randint(20, 200) for _ in range(1900)]
    for length in (100, 500, 1000, 1800):
        assert find_break(expected, [line + "y" for line in expected[:length]]) == length + 1
