"""The cause behind many lost characters, computed from what was kept and what was lost."""

from __future__ import annotations

import pytest
from builders import make_segments

from evalkit.auditing.checking import check_segments, load_check
from evalkit.data import Finding

CHECKS = [
    load_check(name)
    for name in ("dropped-apostrophe", "stray-question-mark", "replacement-character", "lost-characters")
]
LOST = "The Womens Federation and the Peoples Congress serve Chinas diplomacy and Chongqings halls; they didnt know."


def causes_of(target: str) -> tuple[list[Finding], list[Finding]]:
    found = check_segments(make_segments(target=target), CHECKS)
    return [one for one in found if one.check == "lost-characters"], [
        one for one in found if one.check != "lost-characters"
    ]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (LOST, "all-apostrophes"),
        ("It isn't late, they can't. " + LOST, "typographic-apostrophes"),
        ("It isn't late. " + LOST, "typographic-apostrophes-one-left"),
        ("It isn’t late, they can’t. " + LOST, "straight-apostrophes"),
        ("It isn’t late. " + LOST, "straight-apostrophes-one-left"),
        ("It isn’t late. It isn't so. " + LOST, "some-apostrophes"),
        ("They don?t know of the ?pacesetters? of Beijing?s halls.", "question-marks"),
        ("The Women\ufffds Federation, Beijing\ufffds halls and the city\ufffds exchanges.", "undecodable"),
    ],
)
def test_the_cause_is_told_from_what_was_lost_and_what_was_kept(text: str, cause: str) -> None:
    causes, _ = causes_of(text)
    assert [one.message_id for one in causes] == [cause]


def test_the_cause_is_about_the_whole_document_and_groups_what_it_explains() -> None:
    (cause,), explained = causes_of(LOST)
    assert (cause.place.line, cause.place.column, cause.place.text) == (1, 1, "")
    assert cause.severity == "neutral" and not cause.safe
    assert len(explained) >= 3 and {one.group for one in explained} == {cause.fingerprint}


def test_the_message_counts_what_was_lost_and_kept() -> None:
    (cause,), explained = causes_of("It isn't late and they can't. " + LOST)
    assert f"{len(explained)} words" in cause.message and "all 2 that are left" in cause.message


def test_one_that_is_left_is_said_in_the_singular_and_is_the_same_cause() -> None:
    (one,), _ = causes_of("It isn't late. " + LOST)
    (two,), _ = causes_of("It isn't late and they can't. " + LOST)
    assert "the only one that is left is typed ':" in one.message
    assert one.fingerprint == two.fingerprint


def test_two_kinds_of_loss_have_two_causes() -> None:
    causes, _ = causes_of(LOST + "\nThe ?pacesetters? met, the ?windows? too.")
    assert {one.message_id for one in causes} == {"all-apostrophes", "question-marks"}


def test_a_mark_that_should_be_deleted_is_no_lost_character() -> None:
    causes, explained = causes_of("They know of? consular agencies, of? offices, in? halls.")
    assert explained and causes == []


def test_one_or_two_findings_need_no_cause() -> None:
    causes, explained = causes_of("Chinas diplomacy grew and grew in all those years.")
    assert len(explained) <= 2 and causes == []
