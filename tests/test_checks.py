"""What every check promises, whatever it looks for."""

from __future__ import annotations

import pytest
from builders import segments_of

from evalkit.auditing.checking import Check, check_segments, load_check
from evalkit.data import SEVERITIES, Example, Finding
from evalkit.plugins import list_names

CHECKS = [load_check(name) for name in list_names("checks")]
FLAGGED = [
    pytest.param(check, example, id=f"{check.name}-{n}") for check in CHECKS for n, example in enumerate(check.flagged)
]
CLEAN = [
    pytest.param(check, example, id=f"{check.name}-{n}") for check in CHECKS for n, example in enumerate(check.clean)
]


def findings_of(check: Check, example: Example) -> list[Finding]:
    # A cause is computed from other checks' findings, so it is tried among all of them.
    checks = CHECKS if check.explain is not None else [check]
    return [found for found in check_segments(segments_of(example), checks) if found.check == check.name]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_check_is_explained_and_has_examples_of_both_kinds(check: Check) -> None:
    assert len(check.explanation) > 40
    assert check.severity in SEVERITIES
    assert check.category
    assert check.flagged and check.clean
    assert sum(f is not None for f in (check.check_document, check.check_collection, check.explain)) == 1


@pytest.mark.parametrize(("check", "example"), FLAGGED)
def test_a_flagged_example_is_found_with_its_text_and_suggestion(check: Check, example: Example) -> None:
    found = [
        (place.text, place.suggestion)
        for finding in findings_of(check, example)
        for place in (finding.place, *finding.places)
    ]
    assert (example.text, example.suggestion) in found


@pytest.mark.parametrize(("check", "example"), CLEAN)
def test_a_clean_example_is_left_alone(check: Check, example: Example) -> None:
    assert findings_of(check, example) == []


@pytest.mark.parametrize(("check", "example"), FLAGGED + CLEAN)
def test_a_check_is_pure(check: Check, example: Example) -> None:
    assert findings_of(check, example) == findings_of(check, example)


@pytest.mark.parametrize(("check", "example"), FLAGGED)
def test_the_text_of_a_finding_is_what_stands_at_its_place(check: Check, example: Example) -> None:
    lines = {
        "document.zh.txt": example.source.split("\n"),
        "document.en.txt": example.target.split("\n"),
    }
    for finding in findings_of(check, example):
        for place in (finding.place, *finding.places):
            if place.text:
                line = lines[place.path][place.line - 1]
                assert line[place.column - 1 : place.end_column - 1] == place.text
