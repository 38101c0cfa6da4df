"""British and American spellings in one text."""

from __future__ import annotations

import pytest
from builders import findings_on

from evalkit.languages.en.varieties import tell_variety


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("colour", "color"),
        ("neighbouring", "neighboring"),
        ("centre", "center"),
        ("kilometres", "kilometers"),
        ("defence", "defense"),
        ("organisation", "organization"),
        ("analysed", "analyzed"),
        ("travelled", "traveled"),
    ],
)
def test_a_spelling_rule_tells_the_variety(british: str, american: str) -> None:
    told = tell_variety(british), tell_variety(american)
    assert [one and (one[0], one[2]) for one in told] == [("British", american), ("American", british)]


@pytest.mark.parametrize(
    "word",
    [
        "four",
        "hour",
        "promise",
        "exercise",
        "advertise",
        "size",
        "prize",
        "tiger",
        "enter",
        "liver",
        "sober",
        "program",
        "licence",
        "license",
        "cancelled",
        "doctor",
        "more",
    ],
)
def test_words_that_only_look_like_it_are_of_no_variety(word: str) -> None:
    assert tell_variety(word) is None


def test_the_rarer_variety_is_reported_with_the_spelling_of_the_other() -> None:
    (finding,) = findings_on("mixed-varieties", target="The colour of the harbour.\nIts center.\nThe labour of it.")
    assert (finding.place.text, finding.place.suggestion) == ("center", "centre")
    assert finding.confidence >= 0.8 and finding.places == ()


def test_one_word_against_one_is_less_sure() -> None:
    (finding,) = findings_on("mixed-varieties", target="The colour of the center.")
    assert finding.confidence < 0.8


@pytest.mark.parametrize(
    "target",
    [
        "They realized the colour of the harbour and organized help.",
        "The color of Pearl Harbour and the Labour Party at the center.",
        "The colour of www.color.example and the labour of color@example.org.",
        "They organised and realised the colour.",
    ],
)
def test_oxford_spelling_names_and_addresses_are_left_alone(target: str) -> None:
    assert findings_on("mixed-varieties", target=target) == []


def test_ize_beside_ise_is_a_mixture() -> None:
    (finding,) = findings_on("mixed-varieties", target="They organise and realise much, and apologize.")
    assert (finding.place.text, finding.place.suggestion) == ("apologize", "apologise")


@pytest.mark.xfail(strict=True, reason="vocabulary is not looked at, only spelling")
def test_words_of_one_variety_are_told() -> None:
    assert findings_on("mixed-varieties", target="The colour of the harbour, the elevator and the sidewalk.") != []
