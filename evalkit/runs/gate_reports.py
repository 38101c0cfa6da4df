"""What a gate found, in Markdown for a pull request, in JUnit XML for a build server, in JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from evalkit.runs.gating import Outcome


def write_markdown(outcomes: Sequence[Outcome]) -> str:
    """A verdict and a table with a row a condition and system."""
    failed = sum(not one.passed for one in outcomes)
    verdict = (
        f"**Failed**: {failed} of {len(outcomes)} conditions" if failed else f"**Passed**: {len(outcomes)} conditions"
    )
    rows = [
        f"| {'✓' if one.passed else '✗'} | {_cell(one.system)} | {_cell(one.name)} | {_cell(one.message)} |"
        for one in outcomes
    ]
    return "\n".join([f"{verdict}.", "", "| | system | condition | found |", "|---|---|---|---|", *rows]) + "\n"


def write_junit(outcomes: Sequence[Outcome]) -> str:
    """A JUnit test suite with a case a condition and system."""
    failed = sum(not one.passed for one in outcomes)
    cases = []
    for one in outcomes:
        head = f"  <testcase classname={quoteattr(_clean(f'evalkit.gate.{one.system}'))} name={quoteattr(_clean(one.name))}"
        message = _clean(one.message)
        cases.append(
            f"{head}><system-out>{escape(message)}</system-out></testcase>"
            if one.passed
            else f"{head}><failure message={quoteattr(message)}>{escape(message)}</failure></testcase>"
        )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuite name="evalkit gate" tests="{len(outcomes)}" failures="{failed}" errors="0" skipped="0">',
        *cases,
        "</testsuite>",
    ]
    return "\n".join(lines) + "\n"


def write_json(outcomes: Sequence[Outcome]) -> str:
    """One object: whether all passed, and each condition."""
    described = [
        {
            "condition": one.name,
            "system": one.system,
            "passed": one.passed,
            "found": one.found,
            "allowed": one.allowed,
            "p_value": one.comparison.p_value if one.comparison else None,
            "verdict": one.comparison.verdict if one.comparison else None,
            "message": one.message,
        }
        for one in outcomes
    ]
    return (
        json.dumps(
            {"passed": all(one.passed for one in outcomes), "conditions": described}, ensure_ascii=False, indent=2
        )
        + "\n"
    )


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


def _clean(text: str) -> str:
    """The text without the characters that XML 1.0 has no way to write."""
    return "".join(character if character >= " " or character in "\t\n" else "�" for character in text)
