"""Decisions: what people said about findings, kept beside the documents and heeded by every later audit, repair and
evaluation.

The file ``evalkit-decisions.jsonl`` in the documents' folder holds one decision a line, sorted, so that two versions of
it can be compared. A decision belongs to the finding of its fingerprint, which stays while other parts of the document
change; where words close by have changed, to the one finding of the same words that stands in most of the old
surroundings. Where its finding is gone, a decision is ``fixed`` if what was to be written now stands there, and stale
otherwise.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from evalkit.data import Decision, DecisionState, Document, Finding, Passage, Place, Segment
from evalkit.errors import SettingsError
from evalkit.files.layout import DECISIONS
from evalkit.reporting import MANIFEST, write_beside

_PREVIOUS = ".evalkit-decisions.previous.jsonl"
STATES: tuple[DecisionState, ...] = get_args(DecisionState)
Standing = Literal["standing", "fixed", "stale"]
_CONTEXT = 20
_LEAST_ALIKE = 12
"""So many of the up to 40 characters around a finding have to be the same for a decision to be taken over."""
_LEAST_CONTEXT = 6
_FIELDS = ("document", "system", "check", "text", "suggestion", "state", "note", "before", "behind", "fingerprint")

Passages = Mapping[tuple[str, int], Sequence[Passage]]
"""The passages that stand on a line of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeded:
    """Findings as decisions leave them: without those rejected, and with what the reviewer wrote in place of a
    suggestion.

    ``decisions`` are all that stand beside the documents, by the fingerprint that their finding has now; ``moved``
    those among them that had another one, by that.
    """

    findings: tuple[Finding, ...]
    rejected: tuple[Finding, ...]
    decisions: Mapping[str, Decision]
    moved: Mapping[str, Decision]

    def accept(self, finding: Finding) -> bool:
        """Whether a finding's suggestions are to be applied: it is accepted, or safe and not rejected."""
        decision = self.decisions.get(finding.fingerprint)
        if decision is not None and decision.state in ("accepted", "rejected"):
            return decision.state == "accepted"
        return finding.safe


def heed_decisions(found: Sequence[Finding], documents: Sequence[Document], segments: Iterable[Segment]) -> Heeded:
    """What the decisions beside the documents leave of what was found in them; what a rejected finding explained stands
    for itself."""
    decisions = load_decisions(documents)
    moved: Mapping[str, Decision] = {}
    if decisions:
        moved = attach_decisions(decisions, found, index_passages(segments))
        kept = {key: decision for key, decision in decisions.items() if key not in moved}
        decisions = kept | {decision.fingerprint: decision for decision in moved.values()}
    gone = {fingerprint for fingerprint, decision in decisions.items() if decision.state == "rejected"}
    left = [
        _take_suggestion(finding, decisions.get(finding.fingerprint))
        for finding in found
        if finding.fingerprint not in gone
    ]
    return Heeded(
        findings=tuple(replace(finding, group=None) if finding.group in gone else finding for finding in left),
        rejected=tuple(finding for finding in found if finding.fingerprint in gone),
        decisions=decisions,
        moved=moved,
    )


def _take_suggestion(finding: Finding, decision: Decision | None) -> Finding:
    """The finding with the suggestion that was accepted; what repeats has a suggestion at each place and keeps them."""
    if decision is None or decision.state != "accepted" or decision.suggestion == finding.place.suggestion:
        return finding
    if any(place.suggestion is not None for place in finding.places):
        return finding
    return replace(finding, place=replace(finding.place, suggestion=decision.suggestion))


def make_decision(finding: Finding, state: DecisionState, passages: Passages, *, note: str = "") -> Decision:
    """The decision on a finding, whose surroundings are looked up in ``passages``."""
    before, behind = _surround(finding.place, passages)
    return Decision(
        fingerprint=finding.fingerprint,
        document=finding.document,
        system=finding.system,
        check=finding.check,
        text=finding.place.text,
        suggestion=finding.place.suggestion,
        before=before,
        behind=behind,
        state=state,
        note=note,
    )


def index_passages(segments: Iterable[Segment]) -> Passages:
    """The passages of segments by every line that they stand in."""
    index: defaultdict[tuple[str, int], list[Passage]] = defaultdict(list)
    for segment in segments:
        for passage in (*segment.source, *segment.hypothesis):
            for line in passage.lines:
                index[passage.path, line].append(passage)
    return index


def _surround(place: Place, passages: Passages) -> tuple[str, str]:
    """Up to 20 characters before and behind a place."""
    for passage in passages.get((place.path, place.line), ()):
        start, end = passage.find(place.line, place.column), passage.find(place.end_line, place.end_column)
        if passage.location == place.location and start is not None and end is not None:
            return passage.text[max(0, start - _CONTEXT) : start], passage.text[end : end + _CONTEXT]
    return "", ""


def attach_decisions(
    decisions: Mapping[str, Decision], findings: Sequence[Finding], passages: Passages
) -> Mapping[str, Decision]:
    """The decisions whose finding has another fingerprint now, by their old one: each with that finding's fingerprint
    and surroundings."""
    found = {finding.fingerprint for finding in findings}
    orphans = [one for key, one in decisions.items() if key not in found and one.state in ("accepted", "rejected")]
    if not orphans:
        return {}
    free: defaultdict[tuple[str, str | None, str, str], list[Decision]] = defaultdict(list)
    for finding in findings:
        if finding.fingerprint not in decisions:
            one = make_decision(finding, "open", passages)
            free[_identify(one)].append(one)
    moved: dict[str, Decision] = {}
    for orphan in orphans:
        candidates = free[_identify(orphan)]
        if candidate := _choose_likest(orphan, candidates):
            candidates.remove(candidate)
            moved[orphan.fingerprint] = replace(
                orphan, fingerprint=candidate.fingerprint, before=candidate.before, behind=candidate.behind
            )
    return moved


def _identify(decision: Decision) -> tuple[str, str | None, str, str]:
    return decision.document, decision.system, decision.check, decision.text


def _choose_likest(orphan: Decision, candidates: Sequence[Decision]) -> Decision | None:
    """The one candidate that stands in most of the same surroundings; ``None`` where two are as like, or none is like
    enough.

    In a short paragraph the very same surroundings are enough.
    """
    ranked = sorted(candidates, key=lambda one: _measure_likeness(orphan, one), reverse=True)
    likeness = [_measure_likeness(orphan, one) for one in ranked[:2]]
    if not ranked or (len(likeness) > 1 and likeness[0] == likeness[1]):
        return None
    is_same = (ranked[0].before, ranked[0].behind) == (orphan.before, orphan.behind)
    return ranked[0] if is_same or likeness[0] >= _LEAST_ALIKE else None


def _measure_likeness(one: Decision, other: Decision) -> int:
    """How many characters next to the two texts are the same, on both sides together."""
    return _count_alike(one.before[::-1], other.before[::-1]) + _count_alike(one.behind, other.behind)


def _count_alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def judge_decisions(
    decisions: Mapping[str, Decision],
    findings: Iterable[Finding],
    documents: Sequence[Document],
    checks: Collection[str],
) -> dict[str, Standing]:
    """How each decision that this audit can speak of stands; one on a check or document that was not looked at is left
    out."""
    found = {finding.fingerprint for finding in findings}
    names = {document.name: document for document in documents}
    whole = any(document.folder for document in documents)
    judged: dict[str, Standing] = {}
    for fingerprint, decision in decisions.items():
        document = names.get(decision.document)
        if fingerprint in found:
            judged[fingerprint] = "standing"
        elif decision.state == "fixed":
            judged[fingerprint] = "fixed"
        elif decision.system is None and decision.check in checks and (document or whole):
            judged[fingerprint] = "fixed" if document and _is_repaired(decision, document) else "stale"
    return judged


def _is_repaired(decision: Decision, document: Document) -> bool:
    """Whether the suggestion stands where the text stood, going by what stood around it; a neighbour may have been
    repaired too."""
    if decision.suggestion is None or decision.suggestion == decision.text:
        return False
    texts = [passage.text for passage in (*document.source, *document.target)]
    for length in (_CONTEXT, _CONTEXT // 2, _LEAST_CONTEXT // 2):
        before, behind = decision.before[-length:], decision.behind[:length]
        repaired, unrepaired = before + decision.suggestion + behind, before + decision.text + behind
        if len(before + behind) < _LEAST_CONTEXT:
            return False
        if any(repaired in text for text in texts) and not any(unrepaired in text for text in texts):
            return True
    return False


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
    if decision.state not in STATES:
        raise SettingsError(f"{where}: the state is “{decision.state}”; expected one of {', '.join(STATES)}.")
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
            write_beside(folder / _PREVIOUS, _render(before.values()))
            write_beside(folder / DECISIONS, _render(after.values()))
            changed.append(folder / DECISIONS)
    return changed


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


def _refuse_reports(folder: Path) -> None:
    resolved = folder.resolve()
    if any((parent / MANIFEST).exists() for parent in (resolved, *resolved.parents)):
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
