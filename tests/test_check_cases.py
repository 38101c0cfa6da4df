"""What checks find and leave alone, case by case: ``cases/checks/<check>.json``.

A case holds ``source`` and ``target`` (lines are paragraphs that belong together in order), ``languages`` if they are
not Chinese and English, ``found`` (the text and the suggestion of every place, in the order of the findings), ``shown``
(false where the confidence is below what reports show) and ``known_failure`` for what is not right yet.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import findings_on

FOLDER = Path(__file__).parent / "cases" / "checks"
SHOWN = 0.8


def read_cases(path: Path) -> list[Any]:
    return [
        pytest.param(
            path.stem,
            case,
            id=f"{path.stem}-{number}",
            marks=[pytest.mark.xfail(strict=True, reason=case["known_failure"])] if "known_failure" in case else [],
        )
        for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")))
    ]


CASES = [case for path in sorted(FOLDER.glob("*.json")) for case in read_cases(path)]


@pytest.mark.parametrize(("check", "case"), CASES)
def test_exactly_these_places_are_found(check: str, case: dict[str, Any]) -> None:
    source_language, target_language = case.get("languages", ["zh", "en"])
    findings = findings_on(
        check,
        case.get("source", ""),
        case.get("target", ""),
        source_language=source_language,
        target_language=target_language,
    )
    found = [[place.text, place.suggestion] for one in findings for place in (one.place, *one.places)]
    assert sorted(found, key=str) == sorted(case["found"], key=str)
    assert all((one.confidence >= SHOWN) is case.get("shown", True) for one in findings)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_the_cases_of_a_check_hold_both_kinds(path: Path) -> None:
    cases = json.loads(path.read_text(encoding="utf-8"))
    assert any(case["found"] for case in cases)
    assert any(not case["found"] for case in cases)
