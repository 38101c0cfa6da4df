"""Findings that metrics make: where a model sees an error in a system's output, and where it saw less than the whole
text.

A metric's ``mark(samples)`` gives for each sample its :class:`~evalkit.data.metric.Mark`s, mostly none. Marks depend on
the reference, so those against one reference alone become findings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from evalkit.auditing.checking import Check, complete_faults
from evalkit.data import EvalSet, Fault, Finding, Sample, Segment, Severity
from evalkit.data.metric import CUT_SEGMENT, MODEL_ERROR, Mark

if TYPE_CHECKING:
    from evalkit.scoring.scoring import Measured

_KINDS: Mapping[str, tuple[str, str, Severity, str]] = {
    MODEL_ERROR: (
        "A part of the text that the scoring model itself holds for an error; how often it is right depends on the model.",
        "Accuracy",
        "minor",
        "{metric} sees an error here.",
    ),
    CUT_SEGMENT: (
        "A segment that is longer than the scoring model reads; its score ignores the rest.",
        "Design and markup",
        "neutral",
        "{metric} read only the beginning of this segment, or of its source or reference: it is longer than the model reads.",
    ),
}
EXPLANATIONS: Mapping[str, str] = {name: explanation for name, (explanation, *_) in _KINDS.items()}
"""What each kind of mark means, by its name."""


def find_marks(measured: Sequence[Measured], sets: Sequence[EvalSet]) -> tuple[Finding, ...]:
    """The findings of every metric that marks, about the systems' outputs; each metric's scores are of one
    reference."""
    by_system = {one.system: one for one in sets}
    findings: list[Finding] = []
    for one in measured:
        marks = one.metric.mark(one.samples)
        if any(marks):
            segments = [by_system[one.system].segments[index] for index in one.indexes]
            findings += _find_in_set(one.metric.key, segments, one.samples, marks)
    return tuple(findings)


def _find_in_set(
    metric: str, segments: Sequence[Segment], samples: Sequence[Sample], marks: Sequence[Sequence[Mark]]
) -> Iterator[Finding]:
    faults: dict[str, list[tuple[Check, Fault]]] = defaultdict(list)
    own: dict[str, list[Segment]] = defaultdict(list)
    for segment, sample, marked in zip(segments, samples, marks, strict=True):
        own[segment.document.name].append(segment)
        # A way to score may change the texts first; marks in changed texts have no place in the file.
        if sample.hypothesis == segment.hypothesis_text:
            faults[segment.document.name] += [
                (_make_check(one.kind), _make_fault(metric, segment, one)) for one in marked if one.start < one.end
            ]
    for document, found in faults.items():
        yield from complete_faults(found, own[document])


def _make_fault(metric: str, segment: Segment, mark: Mark) -> Fault:
    return Fault(
        places=(segment.place_span(mark.start, mark.end, side="target"),),
        message=mark.kind,
        parameters={"metric": metric},
        severity=mark.severity,
        confidence=mark.confidence,
    )


def _make_check(kind: str) -> Check:
    explanation, category, severity, message = _KINDS[kind]
    return Check(
        name=kind,
        explanation=explanation,
        category=category,
        severity=severity,
        messages={kind: message},
        flagged=(),
        clean=(),
        yields_to=(),
        enabled=True,
        check_document=None,
        check_collection=None,
        explain=None,
    )
