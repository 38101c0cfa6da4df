"""What a gate found, in Markdown for a pull request, in JUnit XML for a build server, in JSON, as annotations of GitHub."""

from __future__ import annotations

import json
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from evalkit.data.showing import count_of
from evalkit.runs.gate_drops import Outcome
from evalkit.runs.gating import decide_status

_MARKS = {"passed": "✓", "failed": "✗", "inconclusive": "?"}


def write_markdown(outcomes: Sequence[Outcome], new_systems: Sequence[str] = ()) -> str:
    """A verdict and a table with a row a condition and system."""
    rows = [
        f"| {_MARKS[one.status]} | {_cell(one.system)} | {_cell(one.name)} | {_cell(one.message)} |" for one in outcomes
    ]
    new = [f"New, and held against nothing: {', '.join(map(_cell, new_systems))}.", ""] if new_systems else []
    head = [f"{_describe(outcomes)}.", "", *new, "| | system | condition | found |", "|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def _describe(outcomes: Sequence[Outcome]) -> str:
    status = decide_status(outcomes)
    if status == "passed":
        return f"**Passed**: {count_of(len(outcomes), 'condition')}"
    own = sum(one.status == status for one in outcomes)
    return f"**{status.capitalize()}**: {own} of {count_of(len(outcomes), 'condition')}"


def write_junit(outcomes: Sequence[Outcome], new_systems: Sequence[str] = ()) -> str:
    """A JUnit test suite with a case a condition and system; what cannot be told is skipped."""
    counts = {status: sum(one.status == status for one in outcomes) for status in _MARKS}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuite name="evalkit gate" tests="{len(outcomes)}" failures="{counts["failed"]}" errors="0" skipped="{counts["inconclusive"]}">',
        *map(_write_case, outcomes),
        "</testsuite>",
    ]
    return "\n".join(lines) + "\n"


def _write_case(outcome: Outcome) -> str:
    name, message = _clean(f"evalkit.gate.{outcome.system}"), _clean(outcome.message)
    head = f"  <testcase classname={quoteattr(name)} name={quoteattr(_clean(outcome.name))}"
    if outcome.status == "passed":
        return f"{head}><system-out>{escape(message)}</system-out></testcase>"
    if outcome.status == "inconclusive":
        return f"{head}><skipped message={quoteattr(message)}/></testcase>"
    return f"{head}><failure message={quoteattr(message)}>{escape(message)}</failure></testcase>"


def write_json(outcomes: Sequence[Outcome], new_systems: Sequence[str] = ()) -> str:
    """One object: whether all passed, and each condition."""
    described = [
        {
            "condition": one.name,
            "system": one.system,
            "status": one.status,
            "passed": one.status == "passed",
            "found": one.found,
            "allowed": one.allowed,
            "interval": None if one.interval is None else list(one.interval),
            "p_value": one.p_value,
            "adjusted_p_value": one.adjusted_p_value,
            "units": one.units,
            "message": one.message,
        }
        for one in outcomes
    ]
    status = decide_status(outcomes)
    report = {"status": status, "passed": status == "passed", "new_systems": list(new_systems), "conditions": described}
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def write_github(outcomes: Sequence[Outcome], new_systems: Sequence[str] = ()) -> str:
    """Workflow commands that GitHub shows as annotations: an error for what failed, a warning for what cannot be told."""
    levels = {"passed": "notice", "failed": "error", "inconclusive": "warning"}
    lines = [
        f"::{levels[one.status]} title={_escape_property(f'{one.system}: {one.name}')}::{_escape_data(one.message)}"
        for one in outcomes
    ]
    lines += [f"::notice title=new system::{_escape_data(name)}" for name in new_systems]
    return "".join(f"{line}\n" for line in lines)


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


def _clean(text: str) -> str:
    """The text without the characters that XML 1.0 has no way to write."""
    return "".join(character if character >= " " or character in "\t\n" else "�" for character in text)
