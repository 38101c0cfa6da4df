"""Units find their counterparts by length and shared keys; omissions stay visible; headings are never merged."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.alignment.aligning import align_units
from evalkit.alignment.habits import PARAGRAPHS, SENTENCES, Habits
from evalkit.alignment.pairing import align_passages
from evalkit.alignment.units import Unit
from evalkit.data import Bead, Passage


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


@pytest.mark.parametrize("longest_at_once", [150, 3])
def test_beads_do_not_depend_on_how_many_rows_are_looked_at_together(
    monkeypatch: pytest.MonkeyPatch, longest_at_once: int
) -> None:
    monkeypatch.setattr("evalkit.alignment.refining._LONG", longest_at_once)
    words = [tuple((f"w{n * k % 11}", (f"s{n * k % 11}",)) for k in range(1, 8)) for n in range(40)]
    sources = [Unit(length=30 + 7 * n % 50, words=words[n], keys={("number", 30 + n): 1}) for n in range(40)]
    targets = [
        Unit(length=90 + 21 * n % 150, words=words[n], keys={("number", 30 + n): 1}) for n in range(40) if n != 20
    ]
    together = align_units(sources, targets)
    monkeypatch.setattr("evalkit.alignment.affinity._BLOCK", 1)
    monkeypatch.setattr("evalkit.alignment.evidence._TABLE", 1)
    assert align_units(sources, targets) == together
    assert together[20].target == () and len(together) == 40


def test_two_sentences_rendered_as_one_are_merged() -> None:
    sources = [unit(100, "a1"), unit(40, "b2"), unit(45, "c3"), unit(120, "d4")]
    targets = [unit(300, "a1"), unit(255, "b2", "c3"), unit(360, "d4")]
    beads = align_units(sources, targets, habits=SENTENCES)
    assert shapes(beads) == [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,))]


def test_texts_with_many_merges_are_treated_as_sentences_and_others_as_paragraphs() -> None:
    sources = [unit(30 + 7 * n % 50, f"s{n}") for n in range(24)]
    merged = [
        Unit(length=3 * (one.length + other.length), keys={**one.keys, **other.keys})
        for one, other in zip(sources[::2], sources[1::2], strict=True)
    ]
    targets = [unit(3 * one.length, *(key for _, key in one.keys)) for one in sources]  # type: ignore[misc]
    sentences = [*targets[:12], *merged[6:]]
    assert align_units(sources, sentences) == align_units(sources, sentences, habits=SENTENCES)
    gap = [*targets[:5], *targets[6:]]
    assert align_units(sources, gap) == align_units(sources, gap, habits=PARAGRAPHS)


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


def worded(length: int, *words: str) -> Unit:
    return Unit(length=length, words=[(word, (word,)) for word in words])


def test_words_that_a_dictionary_relates_tell_units_of_like_lengths_apart() -> None:
    sources = [
        worded(50, "horse", "river", "cross"),
        worded(50, "tea", "drink", "guest"),
        worded(50, "snow", "fall", "night"),
    ]
    targets = [worded(150, "tea", "drink", "guest"), worded(150, "snow", "fall", "night")]
    assert shapes(align_units(sources, targets)) == [((0,), ()), ((1,), (0,)), ((2,), (1,))]


def test_a_side_without_known_words_is_aligned_by_the_rest() -> None:
    sources = [unit(length) for length in (100, 20, 60, 150)]
    targets = [worded(length, "a", "b") for length in (300, 65, 170, 460)]
    assert shapes(align_units(sources, targets)) == ONE_TO_ONE


@pytest.mark.parametrize("habits", [PARAGRAPHS, SENTENCES])
def test_four_units_may_be_one_on_the_other_side(habits: Habits) -> None:
    lone = [worded(40, f"w{n}", f"v{n}", f"u{n}") for n in range(12)]
    words = [word for unit in lone[4:8] for word, _ in unit.words]
    merged = [*lone[:4], worded(160, *words), *lone[8:]]
    beads = align_units(merged, lone, habits=habits)
    assert ((4,), (4, 5, 6, 7)) in shapes(beads)
    assert ((4, 5, 6, 7), (4,)) in shapes(align_units(lone, merged, habits=habits))


def test_a_free_rendering_between_sure_ones_is_no_omission() -> None:
    sources = [worded(50, f"a{n}", f"b{n}", f"c{n}") for n in range(5)]
    targets = [*sources[:2], worded(55, "quite", "other", "words"), *sources[3:]]
    assert ((2,), (2,)) in shapes(align_units(sources, targets))


def test_long_texts_are_aligned_across_a_long_insertion() -> None:
    sources = [worded(50, f"w{n}", f"v{n}") for n in range(300)]
    strangers = [worded(150, f"x{n}", f"y{n}") for n in range(120)]
    targets = [*(worded(150, f"w{n}", f"v{n}") for n in range(150)), *strangers]
    targets += [worded(150, f"w{n}", f"v{n}") for n in range(150, 300)]
    found = set(shapes(align_units(sources, targets)))
    assert sum(((n,), (n + 120 * (n >= 150),)) in found for n in range(300)) >= 295


def test_long_texts_are_aligned_along_the_diagonal() -> None:
    sources = [unit(50 + n % 7 * 10, f"k{n}") for n in range(400)]
    targets = [unit(150 + n % 7 * 30, f"k{n}") for n in range(400)]
    assert shapes(align_units(sources, targets)) == [((n,), (n,)) for n in range(400)]


def test_most_omitted_paragraphs_of_real_text_are_found_and_hardly_anything_else(data: Path) -> None:
    folder = data / "wmt22" / "zh-en"
    lines = [(folder / name).read_text(encoding="utf-8").split("\n")[-600:] for name in ("source.zh", "reference.B.en")]
    right = false = 0
    for start in range(0, 592, 8):
        chinese, english = (
            tuple(Passage(text=text, path="text", line=2 * n + 1) for n, text in enumerate(side[start : start + 8]))
            for side in lines
        )
        gap = start // 8 % 8
        rest = (*english[:gap], *english[gap + 1 :])
        beads = align_passages(chinese, rest, source_language="zh", target_language="en")
        alone = [bead for bead in beads if not (bead.source and bead.target) and bead.confidence >= 0.8]
        right += sum(bead.source == (gap,) for bead in alone)
        false += sum(bead.source != (gap,) for bead in alone)
    assert right >= 67
    assert false <= 3
