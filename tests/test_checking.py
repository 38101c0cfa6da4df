"""Groups of segments are checked one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from builders import make_segments

from evalkit.auditing.checking import check_groups, check_segments, choose_checks, load_check
from evalkit.data import Fault, Segment

DOUBLED = "He wrote it  twice."


def name_group(name: str) -> Sequence[Segment]:
    segments = make_segments("", DOUBLED)
    document = replace(segments[0].document, name=name)
    return [replace(segment, document=document) for segment in segments]


def test_a_group_is_checked_before_the_next_is_asked_for() -> None:
    steps: list[str] = []

    def check_document(segments: Sequence[Segment]) -> Iterator[Fault]:
        steps.append(f"check {segments[0].document.name}")
        yield from ()

    def give() -> Iterator[Sequence[Segment]]:
        for name in ("a", "b"):
            steps.append(f"give {name}")
            yield name_group(name)

    check_groups(give(), [replace(load_check("double-space"), check_document=check_document)])
    assert steps == ["give a", "check a", "give b", "check b"]


def test_the_findings_are_those_of_all_segments_at_once() -> None:
    groups = [name_group("a"), name_group("b"), []]
    checks = [load_check("double-space")]
    found = check_groups(groups, checks)
    assert found == check_segments([segment for group in groups for segment in group], checks)
    assert [finding.document for finding in found] == ["a", "b"]


@pytest.mark.parametrize(
    ("source", "target", "shown", "yielding"),
    [
        ("文物在2015锟斤拷展出，這是為了紀念。", "It was shown in 2015.", "replacement-character", "mixed-script"),
        ("公司的利润增长了17%。", "The firm\\u2019s profits rose by 17%.", "literal-escape", "different-number"),
    ],
)
def test_the_wreck_of_a_character_is_reported_once(source: str, target: str, shown: str, yielding: str) -> None:
    found = {
        finding.check for finding in check_segments(make_segments(source, target), choose_checks((shown, yielding)))
    }
    assert found == {shown}
