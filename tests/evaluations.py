"""A small but complete evaluation, with hostile text in it, so that reports are tested without any earlier stage."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from evalkit.data import (
    QUOTES_NORMALISED,
    Anchor,
    Comparison,
    Decision,
    DecisionState,
    Distance,
    Document,
    EvalSet,
    Evaluation,
    Finding,
    Passage,
    Place,
    Repair,
    Segment,
    Severity,
    Side,
)
from evalkit.data.frames import make_scores_frame

HOSTILE = '<script>alert("x")</script>'
SOURCE = ("7月29日,市婦聯舉辦活動。", "共6人參加。", "無譯文的一段。")
TARGET = ('On July 29, the Womens Federation held “an  event".', "5 persons took part; Womens work of? all.")
HOSTILE_SOURCE = (f"甲{HOSTILE}\x00乙\u202e丙", "=1+1")
HOSTILE_TARGET = (f"A {HOSTILE} b\x00c & \u202eevil", "=1+1 ' onmouseover=alert(1) \"")
FACTORS = {"BLEU": 1.0, "TER": 1.0, "COMET": 100.0}
HIGHER_IS_BETTER = {"BLEU": True, "TER": False, "COMET": True}


def make_document(name: str, source: Sequence[str] = SOURCE, target: Sequence[str] = TARGET) -> Document:
    """A document in one file: the source's lines, then the target's."""
    path = f"{name}.txt"
    passages = [Passage(text=text, path=path, line=line) for line, text in enumerate((*source, *target), start=1)]
    return Document(
        name=name,
        folder="seeds",
        paths=(path,),
        source_language="zh",
        target_language="en",
        source=tuple(passages[: len(source)]),
        target=tuple(passages[len(source) :]),
    )


def make_segments(document: Document, *, system: str | None = None) -> tuple[Segment, ...]:
    """The n-th source line beside the n-th target line; with a system, its output beside the existing rendering as a
    reference."""
    return tuple(
        Segment(
            document=document,
            index=index,
            source=document.source[index : index + 1],
            hypothesis=document.target[index : index + 1] if system is None else _make_output(document, index, system),
            references={}
            if system is None
            else dict.fromkeys(("as-is", "repaired"), document.target[index : index + 1]),
            confidence=0.4 if index == 1 else 0.97,
            anchors=(Anchor(kind="number", source="6", target="5", verdict="differs"),) if index == 1 else (),
            system=system,
        )
        for index in range(len(document.source))
        if system is None or document.target[index : index + 1]
    )


def _make_output(document: Document, index: int, system: str) -> tuple[Passage, ...]:
    text = f"Output {index} of {system}, {HOSTILE}"
    return (Passage(text=text, path=f"outputs/{system}/{document.name}.txt", line=index + 1),)


def make_finding(
    document: Document,
    passage: Passage,
    text: str,
    *,
    check: str = "dropped-apostrophe",
    suggestion: str | None = None,
    severity: Severity = "minor",
    confidence: float = 0.95,
    side: Side = "target",
    message: str = "A possessive apostrophe is lost.",
    **fields: Any,
) -> Finding:
    """A finding on the first place where ``text`` stands in the passage; an empty text is about the whole document."""
    start = passage.text.index(text)
    place = passage.place(start, start + len(text), side=side, suggestion=suggestion)
    if not text:
        place = Place(side=side, path=passage.path, line=1, column=1, end_line=1, end_column=1, text="")
    finding = Finding(
        document=document.name,
        system=None,
        check=check,
        place=place,
        places=(),
        message_id="found",
        parameters={},
        message=message,
        severity=severity,
        confidence=confidence,
        category="Linguistic conventions/Punctuation",
        safe=suggestion is not None,
        group=None,
        fingerprint=hashlib.sha256(f"{document.name} {check} {place}".encode("utf-8", "replace")).hexdigest()[:16],
    )
    return replace(finding, **fields)


def make_findings(document: Document) -> tuple[Finding, ...]:
    """Nested, overlapping, repeated, two-sided, grouped, unsure, hidden and document-wide findings of the plain
    document."""
    first, second = document.target[:2]
    number = document.source[1].place(1, 2, side="source")
    cause = make_finding(
        document,
        first,
        "",
        check="damaged-encoding",
        severity="major",
        message="An encoding step dropped every apostrophe.",
    )
    lost = [
        make_finding(document, passage, "Womens", suggestion="Women's", group=cause.fingerprint)
        for passage in (first, second)
    ]
    return (
        cause,
        *lost,
        make_finding(document, first, "Womens Federation held", check="overlong-name", severity="critical", message="Outer."),
        make_finding(document, first, "held “an  event\"", check="mixed-quotes", message="Overlaps."),
        make_finding(document, first, "  ", check="double-space", suggestion=" ", message="Two spaces.", severity="neutral"),
        make_finding(
            document, second, "5", check="number-differs", severity="major", places=(number,), message="6 in the source, 5 here."
        ),
        make_finding(document, second, "of?", check="stray-question-mark", suggestion="of", confidence=0.6, safe=False, message="Stray “?”."),
        make_finding(
            document, document.source[2], document.source[2].text, check="unmatched-paragraph", side="source", severity="major",
            message="Nothing answers to this paragraph.",
        ),
    )  # fmt: skip


def make_hostile_findings(document: Document) -> tuple[Finding, ...]:
    """Findings whose text, message and suggestion are themselves hostile."""
    first, second = document.target
    return (
        make_finding(
            document, first, HOSTILE, check="markup", suggestion=f"{HOSTILE}&amp;", message=f"Found {HOSTILE}"
        ),
        make_finding(document, second, "=1+1", check="formula", suggestion="@SUM(1)", message="-1+1"),
    )


def make_decided(finding: Finding, state: DecisionState, *, note: str = "") -> Decision:
    """What a person decided about a finding."""
    return Decision(
        fingerprint=finding.fingerprint, document=finding.document, system=finding.system, check=finding.check,
        text=finding.place.text, suggestion=finding.place.suggestion, before="", behind="", state=state, note=note,
    )  # fmt: skip


def make_scores(documents: Sequence[Document], systems: Sequence[str]) -> list[dict[str, Any]]:
    """Rows for every segment, document and system, metric and reference; a system's scores rise with its place in the
    list."""
    values = {"BLEU": 20.123, "TER": 60.5, "COMET": 0.8123}
    rows: list[dict[str, Any]] = []
    for rank, system in enumerate(systems):
        for reference in ("as-is", "repaired"):
            for metric, value in values.items():
                scored = {
                    "system": system,
                    "reference": reference,
                    "metric": metric,
                    "signature": f"nrefs:1|{metric}",
                    "value": value * (1 + rank / 10 + (reference == "repaired") / 100),
                }
                rows.append(scored)
                for document in documents:
                    rows.append({**scored, "document": document.name})
                    rows += [{**scored, "document": document.name, "index": index} for index in range(2)]
    return rows


def make_comparisons(systems: Sequence[str]) -> tuple[Comparison, ...]:
    """What repairing moves for each system, plain and with quotes normalised, and every later system against the
    first."""
    moved = [
        Comparison(
            metric="BLEU", system=system, baseline=system, reference=f"repaired{quotes}", baseline_reference=f"as-is{quotes}",
            difference=0.2, interval=(-0.1, 0.5), p_value=0.2, method="studentised-bootstrap", samples=1000, seed=12345,
        )
        for system in systems
        for quotes in ("", QUOTES_NORMALISED)
    ]  # fmt: skip
    against = [
        Comparison(
            metric="BLEU", system=system, baseline=systems[0], reference="as-is", baseline_reference="as-is",
            difference=2.0, interval=(1.0, 3.0), p_value=0.001, adjusted_p_value=0.002, verdict="better",
        )
        for system in systems[1:]
    ]  # fmt: skip
    return (*moved, *against)


def make_evaluation(**fields: Any) -> Evaluation:
    """The evaluation of a plain and a hostile document by two systems; any field can be replaced."""
    documents = (make_document("press"), make_document("a/b: <i>\u202ec", HOSTILE_SOURCE, HOSTILE_TARGET))
    systems = ("literal", "careful")
    findings = (*make_findings(documents[0]), *make_hostile_findings(documents[1]))
    before = "".join(f"{text}\n" for text in (*SOURCE, *TARGET))
    repairs = [
        Repair(
            document="press",
            path="press.txt",
            before=before,
            after=before.replace("Womens", "Women's"),
            applied=findings[1:3],
        ),
        Repair(document=documents[1].name, path="hostile.txt", before="same", after="same", applied=()),
    ]
    evaluation = Evaluation(
        title="seeds",
        documents=documents,
        segments=tuple(segment for document in documents for segment in make_segments(document)),
        sets=tuple(
            EvalSet(
                system=system,
                source_language="zh",
                target_language="en",
                segments=tuple(s for document in documents for s in make_segments(document, system=system)),
            )
            for system in systems
        ),
        findings=findings,
        repairs=tuple(repairs),
        scores=make_scores_frame(make_scores(documents, systems)),
        comparisons=make_comparisons(systems),
        distances=(Distance(document=None, metric="BLEU", value=3.5, signature="nrefs:1|BLEU"),),
        not_scored={"COMET-QE": "the model’s licence was not accepted"},
        warnings=("The source language was assumed to be Chinese.",),
        manifest={
            "evalkit": "0.1.0",
            "inputs": {"press.txt": "sha256:00"},
            "odd": float("nan"),
            "shown_factors": FACTORS,
            "higher_is_better": HIGHER_IS_BETTER,
        },
        explanations={"dropped-apostrophe": "A possessive apostrophe was lost."},
    )
    return replace(evaluation, **fields)
