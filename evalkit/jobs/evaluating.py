"""The whole job on a folder: read, pair, check, repair, score, compare.

:func:`prepare_job` does all that needs no metric; :func:`complete_job` adds scores. They are apart so that a report can
be written before a slow metric runs, and again when it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from evalkit.alignment.arranging import arrange_outputs, arrange_references, make_sets
from evalkit.alignment.pairing import pair_document
from evalkit.auditing.checking import Check, check_segments
from evalkit.auditing.marking import EXPLANATIONS, find_marks
from evalkit.auditing.suspicions import warn_of_metrics, warn_of_outputs, warn_of_size
from evalkit.comparing.comparing import compare_all_pairs, compare_references
from evalkit.comparing.moving import measure_effects
from evalkit.data import (
    ALL_REFERENCES,
    AS_IS,
    NO_REFERENCE,
    QUOTES_NORMALISED,
    REPAIRED,
    Decision,
    Distance,
    Document,
    EvalSet,
    Evaluation,
    Finding,
    Passage,
    Repair,
    Segment,
)
from evalkit.data.metric import Metric
from evalkit.data.quotation import normalise_quotes
from evalkit.data.showing import count_of
from evalkit.files.layout import DECISIONS
from evalkit.files.versions import list_versions
from evalkit.plugins import explain_plugin
from evalkit.reading.reading import Collection
from evalkit.review.decisions import Heeded, heed_decisions
from evalkit.review.editing import Lines, edit_passage, group_edits
from evalkit.review.repairing import Plan, make_repair, plan_repairs
from evalkit.scoring.scoring import Measured, ReferenceChoice, make_score_frame, measure_sets
from evalkit.version import __version__

_REFERENCE_PAIRS = ((REPAIRED, AS_IS), (REPAIRED + QUOTES_NORMALISED, AS_IS + QUOTES_NORMALISED))


@dataclass(frozen=True, kw_only=True, eq=False)
class Job:
    """Everything about a folder that needs no metric."""

    title: str
    documents: tuple[Document, ...]
    segments: tuple[Segment, ...]
    sets: tuple[EvalSet, ...]
    findings: tuple[Finding, ...]
    decisions: Mapping[str, Decision]
    repairs: tuple[Repair, ...]
    repaired_segments: tuple[Segment, ...]
    choices: tuple[ReferenceChoice, ...]
    warnings: tuple[str, ...]
    manifest: Mapping[str, Any]


def prepare_job(collection: Collection, checks: Sequence[Check], *, title: str) -> Job:
    """Pairs, checks and repairs a collection, and makes one evaluation set a system with the references as-is and
    repaired."""
    segments = tuple(segment for document in collection.documents for segment in pair_document(document))
    sets = make_sets(segments, arrange_outputs(collection), arrange_references(collection))
    audited = (*segments, *(segment for one in sets for segment in one.segments))
    found = check_segments(audited, checks)
    heeded = heed_decisions(found, collection.documents, audited)
    plan = plan_repairs(collection.documents, (*heeded.findings, *heeded.rejected), checks, heeded.accept)
    lines = group_edits(plan.edits)
    repaired = tuple(_repair_segment(segment, lines) for segment in segments)
    left = {finding.fingerprint for finding in heeded.findings}
    return Job(
        title=title,
        documents=collection.documents,
        segments=segments,
        sets=_add_repaired(sets, repaired),
        findings=heeded.findings,
        decisions={key: decision for key, decision in heeded.decisions.items() if key in left},
        repairs=_make_repairs(collection, plan),
        repaired_segments=repaired,
        choices=choose_references(sets),
        warnings=(
            *collection.warnings,
            *_warn_of_decisions(heeded, plan),
            *warn_of_outputs(sets),
            *_warn_of_gaps(segments),
        ),
        manifest={
            "evalkit": __version__,
            "versions": list_versions(),
            "inputs": dict(collection.inputs),
            "ignored": list(collection.ignored),
        },
    )


def choose_references(sets: Sequence[EvalSet]) -> tuple[ReferenceChoice, ...]:
    """Every way to score these sets: as-is and repaired, both again with quotes normalised, each further reference, and
    all together; without any where there is none, for reference-free metrics."""
    names = list(dict.fromkeys(name for one in sets for segment in one.segments for name in segment.references))
    choices = []
    if AS_IS in names:
        choices += [ReferenceChoice(name=name, references=(name,)) for name in (AS_IS, REPAIRED)]
        choices += [
            ReferenceChoice(name=name + QUOTES_NORMALISED, references=(name,), prepare=normalise_quotes)
            for name in (AS_IS, REPAIRED)
        ]
    choices += [ReferenceChoice(name=name, references=(name,)) for name in names if name != AS_IS]
    if len(names) > 1:
        choices.append(ReferenceChoice(name=ALL_REFERENCES, references=tuple(names)))
    if sets and not names:
        choices.append(ReferenceChoice(name=NO_REFERENCE, references=()))
    return tuple(choices)


def select_compared(job: Job, measured: Sequence[Measured]) -> list[Measured]:
    """What was measured against the reference that systems are compared by: the existing rendering, else the first
    there is, and none for reference-free metrics."""
    if not job.choices:
        return []
    return [one for one in measured if one.reference in (job.choices[0].name, NO_REFERENCE)]


def complete_job(job: Job, measured: Sequence[Measured], not_scored: Mapping[str, str]) -> Evaluation:
    """The evaluation that these measurements make of a job; ``not_scored`` says by metric why it has none."""
    metrics = {one.metric.key: one.metric for one in measured}
    compared = select_compared(job, measured)
    marks = _heed_marks(job, find_marks(compared, job.sets))
    return Evaluation(
        title=job.title,
        documents=job.documents,
        segments=job.segments,
        sets=job.sets,
        findings=(*job.findings, *marks.findings),
        repairs=job.repairs,
        scores=make_score_frame(measured),
        comparisons=(
            *compare_references(measured, _REFERENCE_PAIRS),
            *compare_all_pairs(compared),
        ),
        distances=tuple(_measure_distances(job, list(metrics.values()))),
        not_scored=not_scored,
        warnings=(
            *job.warnings,
            *warn_of_size(len(one.samples) for one in measured),
            *_warn_of_rejected(marks),
            *warn_of_metrics(metrics.values()),
        ),
        decisions={**job.decisions, **marks.decisions},
        effects=measure_effects(compared, job.sets, job.segments, (*job.findings, *marks.findings), job.repairs),
        explanations={
            **{name: explain_plugin("checks", name) for name in dict.fromkeys(found.check for found in job.findings)},
            **{name: EXPLANATIONS[name] for name in dict.fromkeys(found.check for found in marks.findings)},
        },
        manifest={
            **job.manifest,
            "shown_factors": {key: metric.shown_factor for key, metric in metrics.items()},
            "higher_is_better": {key: metric.higher_is_better for key, metric in metrics.items()},
        },
    )


def _heed_marks(job: Job, marks: Sequence[Finding]) -> Heeded:
    """What the decisions beside the documents leave of what metrics found, and those decisions."""
    heeded = heed_decisions(marks, job.documents, [segment for one in job.sets for segment in one.segments])
    left = {finding.fingerprint for finding in heeded.findings}
    return replace(heeded, decisions={key: one for key, one in heeded.decisions.items() if key in left})


def _repair_segment(segment: Segment, lines: Lines) -> Segment:
    return replace(segment, hypothesis=tuple(edit_passage(passage, lines) for passage in segment.hypothesis))


def _add_repaired(sets: Sequence[EvalSet], repaired: Sequence[Segment]) -> tuple[EvalSet, ...]:
    texts = {(segment.document.name, segment.index): segment.hypothesis for segment in repaired}
    return tuple(
        replace(
            one,
            segments=tuple(
                replace(
                    segment,
                    references={**segment.references, REPAIRED: texts[segment.document.name, segment.index]},
                )
                if AS_IS in segment.references
                else segment
                for segment in one.segments
            ),
        )
        for one in sets
    )


def _make_repairs(collection: Collection, plan: Plan) -> tuple[Repair, ...]:
    return tuple(
        make_repair(document.name, path, collection.contents[path], plan)
        for document in collection.documents
        for path in document.paths
        if path in collection.contents
    )


def _measure_distances(job: Job, metrics: Iterable[Metric]) -> list[Distance]:
    renderings = EvalSet(
        system="",
        source_language="",
        target_language="",
        segments=tuple(
            replace(segment, references={REPAIRED: repaired.hypothesis})
            for segment, repaired in zip(job.segments, job.repaired_segments, strict=True)
            if segment.hypothesis
        ),
    )
    choice = ReferenceChoice(name=REPAIRED, references=(REPAIRED,))
    distances = []
    for metric in metrics:
        if metric.needs_source or not metric.higher_is_better:
            continue
        for measured in measure_sets([renderings], [choice], metric):
            corpus = measured.score_corpus()
            for document, value in ((None, corpus.value), *measured.score_documents().items()):
                distances.append(
                    Distance(document=document, metric=metric.key, value=100.0 - value, signature=corpus.signature)
                )
    return distances


def _warn_of_rejected(heeded: Heeded) -> list[str]:
    if not heeded.rejected:
        return []
    whose = " of a scoring model" if heeded.rejected[0].check in EXPLANATIONS else ""
    return [f"Rejected in {DECISIONS}, and not shown: {count_of(len(heeded.rejected), 'finding')}{whose}."]


def _warn_of_decisions(heeded: Heeded, plan: Plan) -> list[str]:
    warnings = _warn_of_rejected(heeded)
    if plan.held:
        reasons = "; ".join(dict.fromkeys(plan.held.values()))
        warnings.append(f"Held back: {count_of(len(plan.held), 'repair')}, because {reasons}.")
    return warnings


def _warn_of_gaps(segments: Sequence[Segment]) -> list[str]:
    warnings = []
    for document in dict.fromkeys(segment.document for segment in segments):
        if not (document.source and document.target):
            side = "rendering" if document.source else "source"
            warnings.append(f"{document.name}: no {side}, so its existing text is audited and not scored.")
            continue
        own = [segment for segment in segments if segment.document is document]
        added = list(chain.from_iterable(segment.hypothesis for segment in own if not segment.source))
        omitted = list(chain.from_iterable(segment.source for segment in own if not segment.hypothesis))
        if added:
            warnings.append(f"{document.name}: text without a source is not scored: {_list_places(added)}.")
        if omitted:
            warnings.append(
                f"{document.name}: source without a rendering is not scored against it: {_list_places(omitted)}."
            )
    return warnings


def _list_places(passages: Sequence[Passage]) -> str:
    places = ", ".join(f"{passage.path}:{passage.line}" for passage in passages)
    return f"{count_of(len(passages), 'paragraph')} ({places})"


def title_of(folder: Path) -> str:
    """The name that a folder's evaluation goes by."""
    return folder.resolve().name or str(folder)
