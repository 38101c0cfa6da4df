"""``evalkit decide``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from evalkit.commands.options import audit_options
from evalkit.commands.terminal import say
from evalkit.data import SHOWN_CONFIDENCE, Decision, DecisionState, Finding
from evalkit.data.places import index_passages
from evalkit.data.showing import count_of, show_text
from evalkit.errors import UnknownNameError
from evalkit.jobs.auditing import Audit, audit_paths
from evalkit.plugins import list_names
from evalkit.reading.reading import read_paths
from evalkit.review.answers import Taken, read_answers, take_answers
from evalkit.review.attaching import make_decision
from evalkit.review.storing import change_decisions, list_folders, undo_decisions

_SHORTEST_PREFIX = 4
_NAMED = "FINDING|CHECK"

Changes = dict[str, Decision | None]


@click.command(
    name="decide",
    epilog="\b\nExamples:\n  evalkit decide seeds --reject 3fa1 --note 'house style'\n  evalkit decide seeds --accept inline-pinyin\n"
    "  evalkit decide seeds --import findings.xlsx",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--accept", metavar=_NAMED, multiple=True, help="It is wrong: let repair apply the suggestion. Repeatable."
)
@click.option(
    "--reject", metavar=_NAMED, multiple=True, help="It is right as it stands: never show it again. Repeatable."
)
@click.option("--reset", metavar=f"{_NAMED}|all", multiple=True, help="Take a decision back. Repeatable.")
@click.option("--note", default="", help="Why; kept with the decisions.")
@click.option(
    "--import",
    "imported",
    type=click.Path(path_type=Path),
    help="Take the decisions from a table that a reviewer gave back (.xlsx, .csv, .json, .jsonl).",
)
@click.option(
    "--replace", "replace_others", is_flag=True, help="With --import: also where it was decided otherwise before."
)
@click.option("--undo", is_flag=True, help="Take the last change of the decisions back; again: make it again.")
@click.option("--outputs", is_flag=True, help="Decide on findings in system outputs and further references too.")
@click.option(
    "--all", "everything", is_flag=True, help=f"A CHECK stands for its findings below {SHOWN_CONFIDENCE} too."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl"]), default="text", help="How to print the decisions."
)
@audit_options
def command(
    paths: Sequence[Path],
    accept: tuple[str, ...],
    reject: tuple[str, ...],
    reset: tuple[str, ...],
    note: str,
    imported: Path | None,
    replace_others: bool,
    undo: bool,
    outputs: bool,
    everything: bool,
    form: str,
    **options: Any,
) -> None:
    """Keeps decisions on findings beside the documents (evalkit-decisions.jsonl), and shows them if there is nothing to
    decide.

    A finding is named by its fingerprint (evalkit audit --format jsonl) or the beginning of it, or all open ones of a
    check by its name.
    """
    decided = bool(accept or reject or reset)
    _require_one_way(decided, imported, undo)
    _require_one_state(accept, reject, reset)
    _require_company(note, bool(accept or reject), replace_others, imported)
    if undo:
        _say_changed(undo_decisions(read_paths(paths, **options).documents), "there is nothing to undo")
        return
    answers = read_answers(imported) if imported else []
    audit = audit_paths(paths, outputs=outputs or any(answer.system for answer in answers), **options)
    passages = index_passages(audit.segments)
    if imported:
        taken = take_answers(answers, audit.found, audit.heeded.decisions, passages, replace_others=replace_others)
        _report(taken)
        _change(audit, taken.decisions)
    elif decided:
        changes = _reset(audit, reset)
        named: dict[DecisionState, tuple[str, ...]] = {"accepted": accept, "rejected": reject}
        for state, names in named.items():
            for name in names:
                found = _find_named(audit, name, everything=everything, state=state)
                changes |= {one.fingerprint: make_decision(one, state, passages, note=note) for one in found}
        _change(audit, changes)
        say(f"{count_of(len(changes), 'decision')} {'made' if accept or reject else 'taken back'}.")
    else:
        _list_decisions(audit, form)


def _require_company(note: str, decides: bool, replace_others: bool, imported: Path | None) -> None:
    if note and not decides:
        raise click.UsageError("--note goes with --accept or --reject")
    if replace_others and not imported:
        raise click.UsageError("--replace goes with --import")


def _change(audit: Audit, changes: Mapping[str, Decision | None]) -> None:
    _say_changed(change_decisions(audit.documents, changes, moved=audit.heeded.moved), "nothing changed")


def _require_one_way(named: bool, imported: Path | None, undo: bool) -> None:
    if named + (imported is not None) + undo > 1:
        raise click.UsageError("--import and --undo go with no other decision; do one after the other")


def _require_one_state(*named: Sequence[str]) -> None:
    counts = Counter(name for names in named for name in set(names))
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        raise click.UsageError(
            f"“{twice[0]}” is named with more than one of --accept, --reject and --reset; do one after the other"
        )


def _find_named(audit: Audit, name: str, *, everything: bool, state: DecisionState) -> list[Finding]:
    """The finding of a fingerprint, or the open ones of a check."""
    if name not in list_names("checks"):
        fingerprint = _complete(name, [finding.fingerprint for finding in audit.found])
        findings = [finding for finding in audit.found if finding.fingerprint == fingerprint]
    else:
        findings = _find_open(audit, name, everything=everything)
    without = sum(all(place.suggestion is None for place in (one.place, *one.places)) for one in findings)
    if state == "accepted" and without:
        say(f"note: {without} of {len(findings)} findings of “{name}” have no suggestion; mend them by hand.")
    return findings


def _find_open(audit: Audit, check: str, *, everything: bool) -> list[Finding]:
    decided = {key for key, one in audit.heeded.decisions.items() if one.state in ("accepted", "rejected")}
    all_of_it = [finding for finding in audit.found if finding.check == check]
    left = [finding for finding in all_of_it if finding.fingerprint not in decided]
    sure = [finding for finding in left if everything or finding.confidence >= SHOWN_CONFIDENCE]
    if before := len(all_of_it) - len(left):
        say(f"note: {before} findings of {check} were decided before and stay so; --reset {check} takes that back.")
    if unsure := len(left) - len(sure):
        say(f"note: {unsure} findings of {check} of lower confidence are left open; --all takes them too.")
    return sure


def _complete(prefix: str, fingerprints: Iterable[str]) -> str:
    """The one fingerprint that begins like that."""
    known = dict.fromkeys(fingerprints)
    matches = [fingerprint for fingerprint in known if fingerprint.startswith(prefix.casefold())]
    if len(matches) == 1 and len(prefix) >= _SHORTEST_PREFIX:
        return matches[0]
    if len(matches) > 1 or (matches and len(prefix) < _SHORTEST_PREFIX):
        raise click.UsageError(f"“{prefix}” is the beginning of {', '.join(matches[:5])}; write more of it")
    raise UnknownNameError(
        f"These documents have no check and no finding “{prefix}”; see evalkit list checks and evalkit audit --format jsonl."
        " What a scoring model found is decided with --import of the report's table."
    )


def _reset(audit: Audit, names: Iterable[str]) -> Changes:
    """What is to be taken back: decisions whose findings are gone can be, too."""
    changes: Changes = {}
    for name in names:
        if name == "all" or name in list_names("checks"):
            changes |= {key: None for key, one in audit.heeded.decisions.items() if name in ("all", one.check)}
        else:
            changes[_complete(name, audit.heeded.decisions)] = None
    return changes


def _report(taken: Taken) -> None:
    for sentence in (*taken.unknown, *taken.conflicting, *taken.notes):
        say(f"note: {sentence}.")
    states = [decision.state for decision in taken.decisions.values()]
    parts = [
        f"{states.count('accepted')} accepted",
        f"{states.count('rejected')} rejected",
        f"{taken.left_open} left open",
    ]
    counts = {
        "as before": taken.same,
        "unknown": len(taken.unknown),
        "conflicting and not taken": len(taken.conflicting),
    }
    say(", ".join([*parts, *(f"{count} {what}" for what, count in counts.items() if count)]) + ".")


def _say_changed(paths: Sequence[Path], otherwise: str) -> None:
    for path in paths:
        say(f"wrote {path.as_posix()}")
    if not paths:
        say(f"{otherwise}.")


def _list_decisions(audit: Audit, form: str) -> None:
    for fingerprint, decision in audit.heeded.decisions.items():
        standing = audit.standings.get(fingerprint, "not looked at")
        if form == "jsonl":
            click.echo(json.dumps(_describe(decision, standing), ensure_ascii=False))
        else:
            state = {"fixed": "fixed", "stale": f"{decision.state}, stale"}.get(standing, decision.state)
            words = show_text(decision.text[:60]) + (
                "" if decision.suggestion is None else f" → {show_text(decision.suggestion) or 'delete'}"
            )
            note = f"  ({show_text(decision.note)})" if decision.note else ""
            click.echo(f"{fingerprint}  {state}  {decision.document}  {decision.check}  {words}{note}")
    stale = sum(standing == "stale" for standing in audit.standings.values())
    where = ", ".join(folder.as_posix() for folder in list_folders(audit.documents))
    say(
        f"{len(audit.heeded.decisions)} decisions in {where}"
        + (f"; {stale} stale: their findings are gone." if stale else ".")
    )


def _describe(decision: Decision, standing: str) -> Mapping[str, Any]:
    return {
        "fingerprint": decision.fingerprint,
        "document": decision.document,
        "system": decision.system,
        "check": decision.check,
        "text": decision.text,
        "suggestion": decision.suggestion,
        "decision": "fixed" if standing == "fixed" else decision.state,
        "standing": standing,
        "note": decision.note,
    }
