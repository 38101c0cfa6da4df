"""What the references' own defects move: each reference is audited, what is safe is repaired, and every system is
scored against both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evalkit.alignment.pairing import pair_document
from evalkit.auditing.checking import Check, check_segments
from evalkit.comparing.comparing import compare_resamples, resample, withhold
from evalkit.comparing.line_scores import LineScores
from evalkit.data import AS_IS, REPAIRED, SHOWN_CONFIDENCE, Bead, Comparison, Document, Finding, Passage, Sample
from evalkit.data.test_sets import LineText
from evalkit.errors import MetricUnavailableError
from evalkit.review.editing import edit_passage, group_edits
from evalkit.review.repairing import is_safe, plan_repairs
from evalkit.scoring.scoring import Measured, measure_again

_STRETCH = 50
"""So many lines are taken for a document where the test set names none: one repair that gives rise to something holds
back others of its document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedReference:
    """One reference: its findings by check (of the confidence that an audit shows), those of them that were repaired,
    and what came of it.

    ``changed`` are the places in the test set, from 0, of the lines that the repairs change. ``held`` counts safe
    repairs that were held back, by the reason.
    """

    reference: str
    path: str
    findings: Mapping[str, int]
    repaired: Mapping[str, int]
    changed: tuple[int, ...]
    held: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceDefects:
    """The audited references, and what their repairs move: each system's score against them repaired less its score
    against them as they are.

    Every system and metric with references has an effect, ``identical`` where nothing moves. With several references
    all are used together. ``not_scored`` says by metric why there is none: a kept run may be reported where its model
    is not.
    """

    references: tuple[AuditedReference, ...]
    effects: tuple[Comparison, ...]
    not_scored: Mapping[str, str] = field(default_factory=dict)


def explain_references(scores: LineScores, checks: Sequence[Check]) -> ReferenceDefects:
    """Audits, repairs and scores again; only segments whose references change are measured again."""
    audited, texts = [], {}
    for name, reference in scores.test_set.references.items():
        found, texts[name] = _audit(scores, reference, checks)
        audited.append(found)
    before, after, refused = _measure_repaired(scores.measured, texts)
    resampled = resample([*before, *after], scores.sampling)
    pairs = list(zip(resampled[len(before) :], resampled[: len(before)], strict=True))
    effects = [
        replace(withhold(one, 1), reference=REPAIRED, baseline_reference=AS_IS)
        for one in compare_resamples(pairs, scores.sampling)
    ]
    return ReferenceDefects(references=tuple(audited), effects=tuple(effects), not_scored=refused)


def _measure_repaired(
    measured: Sequence[Measured], texts: Mapping[str, Sequence[str]]
) -> tuple[list[Measured], list[Measured], dict[str, str]]:
    """What was measured with references, the same against the repaired ones, and by metric why it could not be measured
    again."""
    before, after, refused = list[Measured](), list[Measured](), dict[str, str]()
    for key in dict.fromkeys(one.metric.key for one in measured if one.metric.needs_reference):
        own = [one for one in measured if one.metric.key == key]
        try:
            after += measure_again(own, [_replace_references(one, texts) for one in own])
            before += own
        except MetricUnavailableError as error:
            refused[key] = str(error)
    return before, after, refused


def _replace_references(measured: Measured, texts: Mapping[str, Sequence[str]]) -> list[Sample]:
    return [
        replace(sample, references=tuple(own[line] for own in texts.values()))
        for sample, line in zip(measured.samples, measured.indexes, strict=True)
    ]


def _audit(scores: LineScores, reference: LineText, checks: Sequence[Check]) -> tuple[AuditedReference, list[str]]:
    """What is found in a reference, and its lines with all repaired that may be without a person looking."""
    documents = list(_make_documents(scores, reference))
    segments = [segment for document in documents for segment in pair_document(document)]
    findings = check_segments(segments, checks)
    plan = plan_repairs(documents, findings, checks, lambda found: is_safe(found) and _is_of_reference(found))
    lines = group_edits(plan.edits)
    repaired = [edit_passage(passage, lines).text for passage in reference.lines]
    changed = tuple(line for line, text in enumerate(repaired) if text != reference.lines[line].text)
    audited = AuditedReference(
        reference=reference.name,
        path=reference.path,
        findings=_count([one for one in findings if one.confidence >= SHOWN_CONFIDENCE and _is_of_reference(one)]),
        repaired=_count(plan.applied),
        changed=changed,
        held=dict(Counter(reason.partition(" at ")[0] for reason in plan.held.values()).most_common()),
    )
    return audited, repaired


def _is_of_reference(finding: Finding) -> bool:
    return finding.place.side != "source"


def _count(findings: Sequence[Finding]) -> dict[str, int]:
    return dict(Counter(finding.check for finding in findings).most_common())


def _keep(text: LineText | None, line: int) -> tuple[Passage, ...]:
    """The line as passages: none where it is blank, or there is no text."""
    return (text.lines[line],) if text is not None and text.lines[line].text.strip() else ()


def _make_documents(scores: LineScores, reference: LineText) -> Iterator[Document]:
    """The reference's documents beside the source, line by line; where the test set names none, stretches of lines."""
    source = scores.test_set.source
    names = scores.test_set.documents or [
        f"{reference.name} {line // _STRETCH}" for line in range(len(reference.lines))
    ]
    for name in dict.fromkeys(names):
        lines = [line for line, own in enumerate(names) if own == name]
        kept = [(_keep(source, line), _keep(reference, line)) for line in lines]
        yield Document(
            name=name,
            folder="",
            paths=(*([source.path] if source else []), reference.path),
            source_language=scores.options.source_language,
            target_language=scores.options.target_language,
            source=tuple(passage for own, _ in kept for passage in own),
            target=tuple(passage for _, own in kept for passage in own),
            beads=tuple(_number_beads(kept)),
        )


def _number_beads(pairs: Sequence[Sequence[Sequence[object]]]) -> Iterator[Bead]:
    source = target = 0
    for own, other in pairs:
        if own or other:
            yield Bead(
                source=tuple(range(source, source + len(own))),
                target=tuple(range(target, target + len(other))),
                confidence=1.0,
            )
        source, target = source + len(own), target + len(other)
