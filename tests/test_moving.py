"""What each kind of finding moves: by repair where it is repaired, by contrast where not, never a cause claimed from
too few segments."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluations import make_finding

from evalkit.comparing.comparing import compare_references, resample
from evalkit.comparing.differences import find_interval
from evalkit.comparing.moving import FEWEST, measure_effects
from evalkit.data import AS_IS, REPAIRED, Document, EvalSet, Finding, MetricOptions, Passage, Repair, Segment
from evalkit.metrics import chrf
from evalkit.scoring.scoring import Measured, ReferenceChoice, measure_sets

LINES = [f"The Womens group number {n} met in the hall." if n % 2 else f"The group number {n} met." for n in range(40)]


def make_set() -> tuple[Document, EvalSet, tuple[Segment, ...]]:
    target = tuple(Passage(text=text, path="d.txt", line=line) for line, text in enumerate(LINES, start=1))
    document = Document(
        name="d", folder="", paths=("d.txt",), source_language="zh", target_language="en", source=(), target=target
    )  # fmt: skip
    own = tuple(Segment(document=document, index=n, hypothesis=(passage,)) for n, passage in enumerate(target))
    scored = tuple(
        Segment(
            document=document,
            index=n,
            hypothesis=(Passage(text=passage.text.replace("Womens", "Women's"), path="out/d.txt", line=n + 1),),
            references={
                AS_IS: (passage,),
                REPAIRED: (replace(passage, text=passage.text.replace("Womens", "Women's")),),
            },
            system="out",
        )
        for n, passage in enumerate(target)
    )
    return document, EvalSet(system="out", source_language="zh", target_language="en", segments=scored), own


def measure(evaluated: EvalSet) -> list[Measured]:
    metric = chrf.create(MetricOptions(source_language="zh", target_language="en"))
    choices = [ReferenceChoice(name=name, references=(name,)) for name in (AS_IS, REPAIRED)]
    return measure_sets([evaluated], choices, metric)


def find_all(document: Document) -> list[Finding]:
    return [
        make_finding(document, one, "Womens", suggestion="Women's") for one in document.target if "Womens" in one.text
    ]


def test_a_repaired_kind_moves_what_the_repaired_reference_moves() -> None:
    document, evaluated, own = make_set()
    found, measured = find_all(document), measure(evaluated)
    repair = Repair(document="d", path="d.txt", before="", after="", applied=tuple(found))
    mean, single = measure_effects(measured[:1], [evaluated], own, found, [repair])
    whole = compare_references(measured, [(REPAIRED, AS_IS)])[0]
    assert (mean.system, single.system, mean.way, mean.segments) == (None, "out", "repair", 20)
    assert single.difference == pytest.approx(whole.difference) and single.difference > 0
    # The interval of an effect is of percentiles, that of a comparison its test's; both are of the same resamples.
    before, after = resample(measured)
    assert single.interval == pytest.approx(find_interval(after.values - before.values))
    assert mean.interval == single.interval


def test_a_kind_without_repair_is_told_by_the_segments_that_have_it() -> None:
    document, evaluated, own = make_set()
    mean, single = measure_effects(measure(evaluated)[:1], [evaluated], own, find_all(document), [])
    assert mean.way == "contrast" and mean.segments == 20 and not mean.in_outputs
    assert single.difference is not None and single.difference < 0
    assert single.interval is not None and single.interval[0] <= single.difference <= single.interval[1] < 0


def test_findings_in_outputs_are_told_apart_from_those_in_documents() -> None:
    _, evaluated, own = make_set()
    found = [
        replace(make_finding(segment.document, segment.hypothesis[0], "Women's"), system="out")
        for segment in evaluated.segments
        if "Women's" in segment.hypothesis_text
    ]
    effects = measure_effects(measure(evaluated)[:1], [evaluated], own, found, [])
    assert [(one.in_outputs, one.segments) for one in effects] == [(True, 20), (True, 20)]


def test_too_few_segments_say_nothing() -> None:
    document, evaluated, own = make_set()
    few = find_all(document)[: FEWEST - 1]
    effects = measure_effects(measure(evaluated)[:1], [evaluated], own, few, [])
    assert [(one.segments, one.difference, one.interval) for one in effects] == [(FEWEST - 1, None, None)]


def test_a_finding_about_a_whole_document_is_in_no_segment() -> None:
    document, evaluated, own = make_set()
    whole = make_finding(document, document.target[0], "", check="lost-characters")
    assert [one.segments for one in measure_effects(measure(evaluated)[:1], [evaluated], own, [whole], [])] == [0]


def test_without_scores_there_are_no_effects() -> None:
    document, evaluated, own = make_set()
    assert measure_effects([], [evaluated], own, find_all(document), []) == ()
