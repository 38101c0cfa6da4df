"""Storing: the file ``evalkit-decisions.jsonl`` in the documents' folder, which holds what people decided.

One decision a line, sorted, so that two versions of it can be compared; what it held before the last change stands in a
hidden file beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from evalkit.data import Decision, DecisionState, Document
from evalkit.errors import SettingsError
from evalkit.files.layout import DECISIONS
from evalkit.files.whole_writes import MANIFEST, write_beside

_PREVIOUS = ".evalkit-decisions.previous.jsonl"
_STATES: tuple[DecisionState, ...] = get_args(DecisionState)
_FIELDS = ("document", "system", "check", "text", "suggestion", "state", "note", "before", "behind", "fingerprint")


def load_decisions(documents: Iterable[Document]) -> dict[str, Decision]:
    """The decisions in the folders of these documents, by fingerprint."""
    decisions: dict[str, Decision] = {}
    for folder in list_folders(documents):
        decisions |= read_decisions(folder)
    return decisions


def list_folders(documents: Iterable[Document]) -> list[Path]:
    """The folders that the documents stand in, each once."""
    return list(dict.fromkeys(find_folder(document) for document in documents))


def find_folder(document: Document) -> Path:
    """The folder that a document's files stand in, and its decisions with them."""
    return Path(document.folder) if document.folder else Path(document.paths[0]).parent


def read_decisions(folder: Path) -> dict[str, Decision]:
    """The decisions in one folder; none if it has no file of them. Raises SettingsError with the line for one that
    cannot be read."""
    path = folder / DECISIONS
    if not path.is_file():
        return {}
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.as_posix()}: the decisions cannot be read: {error}.") from error
    decisions = [
        _parse_line(line, f"{path.as_posix()}:{number}")
        for number, line in enumerate(content.split("\n"), start=1)
        if line.strip()
    ]
    return {decision.fingerprint: decision for decision in decisions}


def _parse_line(line: str, where: str) -> Decision:
    try:
        values: dict[str, Any] = json.loads(line)
        decision = Decision(**{"system": None, "suggestion": None, "note": "", "before": "", "behind": "", **values})
    except (ValueError, TypeError) as error:
        raise SettingsError(
            f"{where}: this is no decision: {error}. Expected one JSON object a line; mend the line, or take it out."
        ) from error
    if decision.state not in _STATES:
        raise SettingsError(f"{where}: the state is “{decision.state}”; expected one of {', '.join(_STATES)}.")
    return decision


def change_decisions(
    documents: Sequence[Document],
    changes: Mapping[str, Decision | None],
    *,
    moved: Mapping[str, Decision] = MappingProxyType({}),
) -> list[Path]:
    """Keep new decisions (``None`` takes one back) in the folders of their documents; the paths of the files that
    changed.

    ``moved`` are decisions that another fingerprint takes over, by the old one. What stood there before is kept for
    :func:`undo_decisions`. Raises SettingsError in a folder of reports, which evalkit rewrites.
    """
    changed = []
    for folder in list_folders(documents):
        before = read_decisions(folder)
        names = {document.name for document in documents if find_folder(document) == folder}
        after = {key: one for key, one in before.items() if key not in moved}
        after |= {moved[key].fingerprint: moved[key] for key in before if key in moved}
        for fingerprint, decision in changes.items():
            if decision is None:
                after.pop(fingerprint, None)
            elif decision.document in names or fingerprint in after:
                after[fingerprint] = decision
        if after != before:
            _refuse_reports(folder)
            _write(folder, before, after)
            changed.append(folder / DECISIONS)
    return changed


def add_decisions(folder: Path, decisions: Mapping[str, Decision]) -> Path | None:
    """Keep decisions in another folder, that of corrected copies, beside those that stand there; the path of the file if
    it changed. A folder of reports keeps none."""
    before = read_decisions(folder)
    after = {**before, **decisions}
    if after == before or _is_in_report(folder):
        return None
    _write(folder, before, after)
    return folder / DECISIONS


def undo_decisions(documents: Iterable[Document]) -> list[Path]:
    """Take the last change back in each of the documents' folders, or make it again; the paths of the files that
    changed."""
    changed = []
    for folder in list_folders(documents):
        if (folder / _PREVIOUS).is_file():
            before = _render(read_decisions(folder).values())
            write_beside(folder / DECISIONS, (folder / _PREVIOUS).read_bytes())
            write_beside(folder / _PREVIOUS, before)
            changed.append(folder / DECISIONS)
    return changed


def _write(folder: Path, before: Mapping[str, Decision], after: Mapping[str, Decision]) -> None:
    write_beside(folder / _PREVIOUS, _render(before.values()))
    write_beside(folder / DECISIONS, _render(after.values()))


def _is_in_report(folder: Path) -> bool:
    resolved = folder.resolve()
    return any((parent / MANIFEST).exists() for parent in (resolved, *resolved.parents))


def _refuse_reports(folder: Path) -> None:
    if _is_in_report(folder):
        raise SettingsError(
            f"{folder.as_posix()} belongs to a report, which every run writes anew. Decide on the documents themselves."
        )


def _render(decisions: Iterable[Decision]) -> bytes:
    ordered = sorted(decisions, key=lambda one: (one.document, one.system or "", one.check, one.text, one.fingerprint))
    lines = (json.dumps(_describe(decision), ensure_ascii=False) + "\n" for decision in ordered)
    return "".join(lines).encode("utf-8", "backslashreplace")


def _describe(decision: Decision) -> dict[str, Any]:
    values = {name: getattr(decision, name) for name in _FIELDS}
    return {name: value for name, value in values.items() if value is not None and (name != "note" or value)}
