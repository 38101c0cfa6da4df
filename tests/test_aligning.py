"""Units find their counterparts by length and shared keys; omissions stay visible; headings are never merged."""

from __future__ import annotations

import pytest

from evalkit.aligning import SENTENCES, align_units
from evalkit.alignment.units import Unit
from evalkit.data import Bead


def shapes(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


def unit(length: int, *keys: str, heading: bool = False) -> Unit:
    return Unit(length=length, keys={("latin", key): 1 for key in keys}, is_heading=heading)


ONE_TO_ONE = [((n,), (n,)) for n in range(4)]


def test_texts_of_like_lengths_are_aligned_one_to_one() -> None:
    sources = [unit(100), unit(20), unit(60), unit(150)]
    targets = [unit(300), unit(65), unit(170), unit(460)]
    beads = align_units(sources, targets)
    assert shapes(beads) == ONE_TO_ONE
    assert all(bead.confidence > 0.9 for bead in beads)


def test_a_paragraph_that_was_left_out_stands_alone() -> None:
    sources = [unit(100, "wang"), unit(90, "li"), unit(110, "zhao"), unit(95, "chen")]
    targets = [unit(300, "wang"), unit(330, "zhao"), unit(290, "chen")]
    assert shapes(align_units(sources, targets)) == [((0,), (0,)), ((1,), ()), ((2,), (1,)), ((3,), (2,))]


def test_facts_that_only_one_side_states_keep_strangers_apart() -> None:
    sources = [unit(100), Unit(length=40, keys={("number", 1480): 1, ("number", 52): 1}), unit(100)]
    targets = [unit(300), unit(305)]
    assert shapes(align_units(sources, targets)) == [((0,), (0,)), ((1,), ()), ((2,), (1,))]


def test_two_sentences_rendered_as_one_are_merged() -> None:
    sources = [unit(100, "a1"), unit(40, "b2"), unit(45, "c3"), unit(120, "d4")]
    targets = [unit(300, "a1"), unit(255, "b2", "c3"), unit(360, "d4")]
    beads = align_units(sources, targets, habits=SENTENCES)
    assert shapes(beads) == [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,))]


def test_a_heading_is_never_merged_with_body_text() -> None:
    sources = [unit(100), unit(100)]
    with_heading = [unit(60, heading=True), unit(240), unit(300)]
    assert shapes(align_units(sources, with_heading)) == [((), (0,)), ((0,), (1,)), ((1,), (2,))]


@pytest.mark.parametrize(("sources", "targets"), [([unit(9)] * 3, []), ([], [unit(9)] * 2), ([], [])])
def test_a_side_without_text_leaves_every_unit_alone(sources: list[Unit], targets: list[Unit]) -> None:
    beads = align_units(sources, targets)
    assert len(beads) == len(sources) + len(targets)
    assert all(not bead.source or not bead.target for bead in beads)


def test_every_unit_stands_in_exactly_one_bead_and_order_is_kept() -> None:
    sources = [unit(10 + 37 * n % 90) for n in range(23)]
    targets = [unit(30 + 91 * n % 200) for n in range(17)]
    beads = align_units(sources, targets)
    assert [i for bead in beads for i in bead.source] == list(range(23))
    assert [j for bead in beads for j in bead.target] == list(range(17))


def test_doubt_shows_in_the_confidence() -> None:
    clear = align_units([unit(100, "x"), unit(100, "y")], [unit(300, "x"), unit(300, "y")])
    doubtful = align_units([unit(100), unit(100)], [unit(300)])
    assert max(bead.confidence for bead in doubtful) < 0.97 < min(bead.confidence for bead in clear)


def test_long_texts_are_aligned_along_the_diagonal() -> None:
    sources = [unit(50 + n % 7 * 10, f"k{n}") for n in range(400)]
    targets = [unit(150 + n % 7 * 30, f"k{n}") for n in range(400)]
    assert shapes(align_units(sources, targets)) == [((n,), (n,)) for n in range(400)]
