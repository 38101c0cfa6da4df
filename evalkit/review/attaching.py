"""Attaching: which finding a decision belongs to, in a text that may have changed since.

It belongs to the finding of its fingerprint, which stays while other parts of the document change; where words close by
have changed, to the one finding of the same words that stands in most of the old surroundings. Where its finding is
gone, a decision is ``fixed`` if what was to be written now stands there, and stale otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Literal

from evalkit.data import Decision, DecisionState, Document, Finding
from evalkit.data.places import CONTEXT, Passages, surround_place

Standing = Literal["standing", "fixed", "stale"]
_LEAST_ALIKE = 12
"""So many of the up to 40 characters around a finding have to be the same for a decision to be taken over."""
_LEAST_CONTEXT = 6


def make_decision(finding: Finding, state: DecisionState, passages: Passages, *, note: str = "") -> Decision:
    """The decision on a finding, whose surroundings are looked up in ``passages``."""
    before, behind = surround_place(finding.place, passages)
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
    for length in (CONTEXT, CONTEXT // 2, _LEAST_CONTEXT // 2):
        before, behind = decision.before[-length:], decision.behind[:length]
        repaired, unrepaired = before + decision.suggestion + behind, before + decision.text + behind
        if len(before + behind) < _LEAST_CONTEXT:
            return False
        if any(repaired in text for text in texts) and not any(unrepaired in text for text in texts):
            return True
    return False
