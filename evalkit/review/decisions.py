"""Decisions: what people said about findings, heeded by every later audit, repair and evaluation.

They are kept beside the documents (:mod:`evalkit.review.storing`) and stay with their findings while the texts change
(:mod:`evalkit.review.attaching`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from evalkit.data import Decision, Document, Finding, Segment
from evalkit.data.places import index_passages
from evalkit.review.attaching import attach_decisions
from evalkit.review.storing import load_decisions


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
