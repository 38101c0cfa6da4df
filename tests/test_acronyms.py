"""Acronyms and their full forms."""

from __future__ import annotations

import pytest
from builders import findings_on

from evalkit.languages.en.acronyms import find_acronyms


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("the Food and Agriculture Organization (FAO) of", "Food and Agriculture Organization"),
        ("the Ministry of Foreign Affairs (MFA), which", "Ministry of Foreign Affairs"),
        ("He met the Department of Defense (DoD) and the Foreign Affairs Office (FAO).", "Foreign Affairs Office"),
        ("the FAO (Food and Agriculture Organization) said", "Food and Agriculture Organization"),
        ("the non-governmental organizations (NGOs) said", "non-governmental organizations"),
        ("gross domestic product (GDP) grew", "gross domestic product"),
        ("in the city (NATO) of", None),
        ("the mayor, Foreign Affairs, Office (FAO)", None),
    ],
)
def test_a_full_form_is_told_by_its_initials(text: str, full: str | None) -> None:
    spans = [text[slice(*one.full_form)] for one in find_acronyms(text) if one.full_form]
    assert spans == ([full] if full else [])


def test_two_full_forms_of_one_acronym_are_one_finding() -> None:
    (finding,) = findings_on(
        "rival-expansions",
        target="The Foreign Affairs Office (FAO) met.\nThe FAO (Food and Agriculture Organization) wrote.",
    )
    assert [place.text for place in (finding.place, *finding.places)] == [
        "Foreign Affairs Office",
        "Food and Agriculture Organization",
    ]


@pytest.mark.parametrize(
    "target",
    [
        "The Foreign Affairs Office (FAO) met.\nThe FAO met.",
        "The Foreign Affairs Office (FAO) met.\nThe foreign affairs offices (FAOs) met.",
        "The Foreign Affairs Office (FAO) met.\nThe Food Organization (FO) met.",
    ],
)
def test_one_full_form_in_other_letters_is_no_rival(target: str) -> None:
    assert findings_on("rival-expansions", target=target) == []


def test_an_acronym_that_nothing_explains_is_found_when_asked_for() -> None:
    (finding,) = findings_on("unexplained-acronym", "外办汇报。", "The CQFAO reported. The CQFAO left.")
    assert finding.place.text == "CQFAO" and len(finding.places) == 1 and finding.confidence < 0.8


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("航天局发布报告。", "NASA published it."),
        ("CQFAO主办。", "The CQFAO hosted it."),
        ("外办汇报。", "The Chongqing Foreign Affairs Office, or CFAO, reported. The CFAO left."),
        ("外办汇报。", "THE CQFAO REPORTED."),
    ],
)
def test_known_copied_and_explained_acronyms_are_left_alone(source: str, target: str) -> None:
    assert findings_on("unexplained-acronym", source, target) == []
