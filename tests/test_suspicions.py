"""Outputs that COMET scores too well are counted and named."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from builders import make_document, make_passages

from evalkit.auditing.suspicions import warn_of_metrics, warn_of_outputs, warn_of_scripts, warn_of_size
from evalkit.data import EvalSet, Segment

SOURCE = "北京时间三月十一日代表团抵达重庆。"


def make_set(system: str, *hypotheses: str) -> EvalSet:
    document = make_document("\n".join([SOURCE] * len(hypotheses)), "")
    segments = tuple(
        Segment(
            document=document, index=index, source=document.source[index : index + 1], hypothesis=make_passages(text)
        )
        for index, text in enumerate(hypotheses)
    )
    return EvalSet(system=system, source_language="zh", target_language="en", segments=segments)


def test_each_kind_is_one_sentence_with_counts_by_system() -> None:
    sets = [make_set("A", SOURCE, "", "Fine."), make_set("B", "Fine.", "Delegates arrive.", "Делегация прибыла.")]
    empty, copied, foreign = warn_of_outputs(sets)
    assert "Empty hypotheses" in empty and "A 1 of 3." in empty
    assert "Copies of the source" in copied and "A 1 of 3." in copied
    assert "another script" in foreign and "B 1 of 3." in foreign


def test_sound_outputs_are_not_warned_of() -> None:
    sets = [make_set("A", "The delegation arrived in 重庆.", "2024", "“Fu” (福)", "100 %")]
    assert warn_of_outputs(sets) == []


def test_a_copied_source_is_told_once() -> None:
    assert warn_of_scripts([make_set("A", SOURCE)]) == []


def test_empty_lines_of_references_are_counted_once_a_reference() -> None:
    (one,) = [make_set("A", "Fine.", "Well.")]
    blank = tuple(replace(passage, text=" ") for passage in make_passages("x"))
    segments = (
        replace(one.segments[0], references={"B": blank, "C": one.segments[0].hypothesis}),
        replace(one.segments[1], references={"B": one.segments[1].hypothesis, "C": ()}),
    )
    sets = [replace(one, segments=segments), replace(one, system="other", segments=segments)]
    (told,) = warn_of_outputs(sets)
    assert told == "Empty lines of references, against which outputs are scored all the same: B 1 of 2."


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((), []),
        ((100, 240), []),
        ((20, 60), ["Only 60 segments scored"]),
        ((40, 150), ["Some scores stand on 40 segments only"]),
        ((1,), ["Only 1 segment scored"]),
    ],
)
def test_too_few_segments_are_those_of_scores(sizes: tuple[int, ...], expected: list[str]) -> None:
    assert [sentence.partition(":")[0] for sentence in warn_of_size(sizes)] == expected


def test_what_a_metric_says_of_itself_is_passed_on() -> None:
    assert warn_of_metrics([SimpleNamespace(warnings=("careful",)), SimpleNamespace(warnings=())]) == ["careful"]  # type: ignore[list-item]
