"""Answers: the decisions in a table of findings that comes back from a reviewer, as a workbook, CSV, JSON or JSON
lines.

Only three columns count: the decision, the fingerprint, and the note; a suggestion that the reviewer wrote anew is
taken as well. On what a scoring model found (:mod:`evalkit.auditing.marking`), document, system, check and text are taken from
the row too.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from evalkit.auditing.marking import EXPLANATIONS as MARKS
from evalkit.data import Decision, DecisionState, Finding
from evalkit.data.places import Passages
from evalkit.data.showing import DELETE, show_suggestion, show_text
from evalkit.errors import ReadingError
from evalkit.files.cells import unguard_formula
from evalkit.review.attaching import make_decision

_STATES: Mapping[str, DecisionState] = {
    "": "open",
    "open": "open",
    "accepted": "accepted",
    "accept": "accepted",
    "rejected": "rejected",
    "reject": "rejected",
    "fixed": "fixed",
}

_NOT_INSIDE_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One row of such a table; ``where`` names it for people. ``suggestion`` is the cell as it stands, ``None`` without
    that column."""

    where: str
    fingerprint: str
    state: DecisionState
    note: str
    suggestion: str | None
    system: str
    document: str = ""
    check: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of the answers: the decisions to keep, how many rows left theirs open, and sentences on what was not
    taken."""

    decisions: Mapping[str, Decision]
    left_open: int
    same: int
    unknown: tuple[str, ...]
    conflicting: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())


def read_answers(path: Path) -> list[Answer]:
    """The rows of a file, by its ending. Raises ReadingError for one that cannot be read, lacks a column or holds an
    unknown decision."""
    readers = {".xlsx": _read_workbook, ".csv": _read_csv, ".json": _read_json, ".jsonl": _read_json}
    shown = path.as_posix()
    if path.suffix.lower() not in readers:
        raise ReadingError(
            f"{shown}: decisions are read from .xlsx, .csv, .json and .jsonl files. Save it as one of them."
        )
    try:
        rows = list(readers[path.suffix.lower()](path))
    except OSError as error:
        raise ReadingError(f"{shown}: the file cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ReadingError(f"{shown}: the file is not UTF-8. Save it as UTF-8, or give back the workbook.") from error
    answers = [_make_answer(values, f"{shown}:{number}") for number, values in rows]
    return [answer for answer in answers if answer is not None]


def _read_workbook(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    from zipfile import BadZipFile

    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise ReadingError(f"{path.as_posix()}: this is no workbook that can be opened. Save it as .xlsx.") from error
    rows = list(book[book.sheetnames[0]].iter_rows(values_only=True))
    book.close()
    yield from _name_cells(path, rows)


def _read_csv(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    csv.field_size_limit(2**31 - 1)  # a finding with hundreds of places fills more than the 128 KiB that are preset
    with path.open(encoding="utf-8-sig", newline="") as file:
        dialect = csv.excel if "," in (header := file.readline()) or ";" not in header else _Semicolons
        file.seek(0)
        try:
            rows = [[unguard_formula(cell) for cell in row] for row in csv.reader(file, dialect)]
        except csv.Error as error:
            raise ReadingError(
                f"{path.as_posix()}: this is not CSV: {error}. Give back the workbook, or save it as CSV again."
            ) from error
    yield from _name_cells(path, rows)


class _Semicolons(csv.excel):
    """What spreadsheets write where the comma is the decimal sign."""

    delimiter = ";"


def _name_cells(path: Path, rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    header = [str(cell or "").strip().casefold() for cell in rows[0]] if rows else []
    for column in ("decision", "fingerprint"):
        if column not in header:
            raise ReadingError(
                f"{path.as_posix()}:1: there is no column “{column.capitalize()}”. Give back the table that evalkit wrote, with its header."
            )
    for number, row in enumerate(rows[1:], start=2):
        yield number, dict(zip(header, row, strict=False))


def _read_json(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    content = path.read_text(encoding="utf-8-sig")
    try:
        if path.suffix.lower() == ".jsonl":
            rows = [(number, json.loads(line)) for number, line in enumerate(content.split("\n"), 1) if line.strip()]
        else:
            listed = json.loads(content)
            if not isinstance(listed, list):
                raise ReadingError(f"{path.as_posix()}:1: expected a list of findings, found {type(listed).__name__}.")
            rows = list(enumerate(listed, start=1))
    except ValueError as error:
        raise ReadingError(f"{path.as_posix()}: this is not JSON: {error}.") from error
    for number, row in rows:
        if not isinstance(row, dict):
            raise ReadingError(f"{path.as_posix()}:{number}: expected an object with a fingerprint and a decision.")
        yield number, {"decision": row.get("state"), **{str(name).casefold(): value for name, value in row.items()}}


def _make_answer(values: Mapping[str, Any], where: str) -> Answer | None:
    """The answer of a row; ``None`` for an empty one."""
    fingerprint, decision = (_text(values.get(name)).strip() for name in ("fingerprint", "decision"))
    if not fingerprint and not decision:
        return None
    if decision.casefold() not in _STATES:
        raise ReadingError(f"{where}: the decision is “{decision}”; expected open, accepted or rejected.")
    return Answer(
        where=where,
        fingerprint=fingerprint.casefold(),
        state=_STATES[decision.casefold()],
        note=_text(values.get("note")).strip(),
        suggestion=_text(values["suggestion"]) if "suggestion" in values else None,
        system=_text(values.get("system")).strip(),
        document=_text(values.get("document")).strip(),
        check=_text(values.get("check")).strip(),
        text=_text(values.get("text")),
    )


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def take_answers(
    answers: Iterable[Answer],
    findings: Iterable[Finding],
    decisions: Mapping[str, Decision],
    passages: Passages,
    *,
    replace_others: bool = False,
) -> Taken:
    """The decisions that the answers amount to. One that contradicts a decision made before is taken only with
    ``replace_others``.

    An open row never takes a decision back: the file may be older than it.
    """
    listed = list(answers)
    by_fingerprint = {finding.fingerprint: finding for finding in findings}
    said = _collect_states(listed)
    taken: dict[str, Decision] = {}
    unknown, conflicting, notes = [], [], []
    left_open = same = 0
    for answer in listed:
        finding, before = by_fingerprint.get(answer.fingerprint), decisions.get(answer.fingerprint)
        if answer.state == "open":
            left_open += 1
        elif finding is None and before is not None and before.state in ("fixed", answer.state):
            same += 1
        elif finding is None and answer.check not in MARKS:
            unknown.append(f"{answer.where}: no finding has the fingerprint “{answer.fingerprint}”")
        elif finding is not None and _tears_lines(answer, finding):
            conflicting.append(f"{answer.where}: the suggestion holds a line break, a tab or a control character")
        elif reason := _find_conflict(answer, said[answer.fingerprint], None if replace_others else before):
            conflicting.append(f"{answer.where}: {reason}")
        else:
            decision, note = _decide(finding, answer, passages) if finding else (_decide_on_mark(answer), "")
            notes.append(note)
            if decision == before:
                same += 1
            else:
                taken[answer.fingerprint] = decision
    return Taken(
        decisions=taken,
        left_open=left_open,
        same=same,
        unknown=tuple(unknown),
        conflicting=tuple(conflicting),
        notes=tuple(filter(None, notes)),
    )


def _collect_states(answers: Iterable[Answer]) -> Mapping[str, set[DecisionState]]:
    """What is said of each fingerprint, but that it is open."""
    said: defaultdict[str, set[DecisionState]] = defaultdict(set)
    for answer in answers:
        said[answer.fingerprint] |= {answer.state} - {"open"}
    return said


def _tears_lines(answer: Answer, finding: Finding) -> bool:
    """Whether the reviewer's own suggestion could not stand inside a line."""
    written = answer.suggestion or ""
    own = answer.state == "accepted" and written not in _show_ways(finding.place.suggestion)
    return own and _NOT_INSIDE_A_LINE.search(written) is not None


def _find_conflict(answer: Answer, said: set[DecisionState], before: Decision | None) -> str | None:
    if len(said) > 1:
        return f"{answer.state}, and {' and '.join(sorted(said - {answer.state}))} in another row"
    if answer.state == "fixed":
        return "said to be fixed, and it still stands there"
    if before is not None and before.state not in ("fixed", answer.state):
        return f"{answer.state}, but it was {before.state} before"
    return None


def _decide_on_mark(answer: Answer) -> Decision:
    """The decision on what a scoring model found: no audit finds that again, so all that is known of it stands in the
    row."""
    return Decision(
        fingerprint=answer.fingerprint,
        document=answer.document,
        system=answer.system or None,
        check=answer.check,
        text=answer.text,
        suggestion=None,
        before="",
        behind="",
        state=answer.state,
        note=answer.note,
    )


def _tell_unmendable(finding: Finding) -> str:
    return f"{finding.check} proposes nothing, so nothing is repaired for it; write a suggestion, or mend it by hand"


def _decide(finding: Finding, answer: Answer, passages: Passages) -> tuple[Decision, str]:
    """The decision, and a sentence where the reviewer's own suggestion cannot be taken."""
    decision = make_decision(finding, answer.state, passages, note=answer.note)
    written = answer.suggestion
    if answer.state != "accepted":
        return decision, ""
    if not written or written in _show_ways(finding.place.suggestion):
        is_repaired = any(place.suggestion is not None for place in (finding.place, *finding.places))
        return decision, "" if is_repaired else f"{answer.where}: {_tell_unmendable(finding)}"
    if any(place.suggestion is not None for place in finding.places):
        return decision, f"{answer.where}: the finding has several places, so each is repaired as proposed there"
    return replace(decision, suggestion=_read_suggestion(written)), ""


def _show_ways(suggestion: str | None) -> tuple[str, ...]:
    """How the cell of a suggestion may look that nobody touched: in the workbook, in CSV, in JSON."""
    return show_suggestion(suggestion), show_text(suggestion or ""), suggestion or ""


def _read_suggestion(written: str) -> str:
    return "" if written == DELETE else written.replace("␣", " ") if not written.strip("␣") else written
