"""What a scoring model says of parts of a text becomes findings like any other."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from builders import make_document, make_passages
from checkpoints import LINES
from running import Done, run

from evalkit.auditing.marking import EXPLANATIONS, find_marks
from evalkit.data import AS_IS, EvalSet, MetricOptions, Sample, Segment
from evalkit.data.metric import CUT_SEGMENT, MODEL_ERROR, Mark
from evalkit.plugins import load_plugin

HYPOTHESIS = "The delegates arrive in Peking."


def make_set() -> EvalSet:
    document = make_document("代表团抵达北京。", "The delegation arrived in Beijing.")
    segment = Segment(
        document=document,
        index=0,
        source=document.source,
        hypothesis=make_passages(HYPOTHESIS, path="outputs/system/document.txt"),
        references={AS_IS: document.target},
        system="system",
    )
    return EvalSet(system="system", source_language="zh", target_language="en", segments=(segment,))


def measured(marks: Sequence[Mark], *, hypothesis: str = HYPOTHESIS) -> Any:
    metric = SimpleNamespace(key="COMET", mark=lambda samples: [list(marks) for _ in samples])
    return SimpleNamespace(
        metric=metric, system="system", reference=AS_IS, indexes=(0,), samples=(Sample(hypothesis=hypothesis),)
    )


MARK = Mark(kind=MODEL_ERROR, start=24, end=30, severity="major", confidence=0.7)


def test_a_mark_becomes_a_finding_at_its_place_with_its_severity() -> None:
    (finding,) = find_marks([measured([MARK])], [make_set()])
    assert (finding.system, finding.document, finding.check) == ("system", "document", MODEL_ERROR)
    assert (finding.place.path, finding.place.line, finding.place.column) == ("outputs/system/document.txt", 1, 25)
    assert (finding.place.text, finding.severity, finding.confidence) == ("Peking", "major", 0.7)
    assert finding.message == "COMET sees an error here."
    assert finding.check in EXPLANATIONS


def test_every_mark_has_a_fingerprint_of_its_own() -> None:
    found = find_marks(
        [measured([MARK, Mark(kind=CUT_SEGMENT, start=0, end=31, severity="neutral", confidence=1)])],
        [make_set()],
    )
    assert len({finding.fingerprint for finding in found}) == 2


def test_marks_in_changed_texts_are_none() -> None:
    assert find_marks([measured([MARK], hypothesis=HYPOTHESIS.upper())], [make_set()]) == ()


def test_a_metric_that_marks_nothing_finds_nothing() -> None:
    bleu = load_plugin("metrics", "bleu").create(MetricOptions())
    samples = (Sample(hypothesis=HYPOTHESIS, references=(HYPOTHESIS,)),)
    plain = SimpleNamespace(metric=bleu, system="system", reference=AS_IS, indexes=(0,), samples=samples)
    assert find_marks([plain], [make_set()]) == ()


@pytest.mark.comet
def test_xcomets_spans_are_marks_without_the_space_before_them(tiny_models: Callable[[str], Path]) -> None:
    from evalkit.data import MetricOptions
    from evalkit.metrics.comet import create
    from evalkit.models.predicting import _read_spans

    spans = [{"start": 3, "end": 13, "severity": "major", "confidence": 0.6, "text": " delegates"}]
    (span,) = _read_spans(HYPOTHESIS, spans)
    assert (span.start, span.end, HYPOTHESIS[span.start : span.end]) == (4, 13, "delegates")
    assert _read_spans(HYPOTHESIS, [{**spans[0], "end": 4}]) == ()
    metric = create(MetricOptions(model=str(tiny_models("xcomet_metric"))))
    samples = [
        Sample(hypothesis=HYPOTHESIS, source="代表团抵达北京。", references=("The delegation arrived.",)),
        Sample(hypothesis="a " * 300, source="b", references=("c",)),
    ]
    metric.collect(samples)
    first, second = metric.mark(samples)
    for mark in first:
        text = HYPOTHESIS[mark.start : mark.end]
        assert text and text == text.strip()
        assert mark.severity in ("minor", "major", "critical")
    assert [mark.kind for mark in second][-1] == CUT_SEGMENT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A document in two languages and one system's output."""
    (tmp_path / "documents" / "outputs" / "one").mkdir(parents=True)
    chinese, english = "\n".join(LINES[:3]), "\n".join(LINES[3:6])
    (tmp_path / "documents" / "press.zh.txt").write_text(f"{chinese}\n", encoding="utf-8")
    (tmp_path / "documents" / "press.en.txt").write_text(f"{english}\n", encoding="utf-8")
    (tmp_path / "documents" / "outputs" / "one" / "press.txt").write_text(
        f"{LINES[7]} {'again ' * 60}\n{LINES[6]}\n{LINES[5]}\n", encoding="utf-8"
    )
    return tmp_path / "documents"


def call(*arguments: object) -> Done:
    done = run(*arguments, EVALKIT_COMET_PROBLEM="")
    assert done.returncode == 0, done.stderr
    return done


def evaluate(folder: Path, model: Path) -> tuple[list[dict[str, str]], str]:
    """The rows of findings.csv that are a model's, and all that the command said."""
    report = folder.parent / "report"
    done = call("eval", folder, "--output", report, "--metric", "comet", "--model", model)
    with (report / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["check"] in EXPLANATIONS], done.stdout + done.stderr


@pytest.mark.comet
def test_what_is_rejected_does_not_come_back_and_what_is_accepted_says_so(
    folder: Path, tiny_models: Callable[[str], Path]
) -> None:
    model = tiny_models("xcomet_metric")
    found, _ = evaluate(folder, model)
    cut = next(row for row in found if row["check"] == CUT_SEGMENT)
    table = folder.parent / "back.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, cut)
        writer.writeheader()
        writer.writerows([{**cut, "decision": "rejected", "note": "it is long"}])
    answered = call("decide", folder, "--import", table)
    assert "1 rejected" in answered.stderr
    left, _ = evaluate(folder, model)
    assert [row["fingerprint"] for row in left] == [row["fingerprint"] for row in found if row is not cut]
    page = (folder.parent / "report" / "index.html").read_text(encoding="utf-8")
    assert "not shown: 1 finding of a scoring model." in page
    call("decide", folder, "--reset", cut["fingerprint"])
    assert cut["fingerprint"] in [row["fingerprint"] for row in evaluate(folder, model)[0]]
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, cut)
        writer.writeheader()
        writer.writerows([{**cut, "decision": "accepted"}])
    call("decide", folder, "--import", table)
    states = {row["fingerprint"]: row["decision"] for row in evaluate(folder, model)[0]}
    assert states[cut["fingerprint"]] == "accepted"
