"""Beads part two texts where both leave a speech, or both ask; a text without such endings tells nothing."""

from __future__ import annotations

import numpy as np

from evalkit.alignment.aligning import align_units
from evalkit.alignment.borders import BorderEvidence
from evalkit.alignment.chaining import make_band
from evalkit.alignment.habits import PARAGRAPHS, SENTENCES
from evalkit.alignment.units import Unit


def units(*endings: tuple[str, str], length: int = 20) -> list[Unit]:
    return [Unit(length=length, ending=ending) for ending in endings]


TOLD, SPEAKING, SPOKEN = ("", "."), ("speaking", "."), ("spoken", ".")


def weigh(sources: list[Unit], targets: list[Unit]) -> np.ndarray:
    """What a one-to-one bead adds, by its first units."""
    band = make_band((len(sources), len(targets)), (), max(len(sources), len(targets)))
    return BorderEvidence(sources, targets).tabulate(band, (1, 1))


def test_equal_endings_count_for_a_border_and_others_against_it() -> None:
    worth = weigh(units(TOLD, SPEAKING, SPOKEN, TOLD), units(TOLD, SPEAKING, SPOKEN, TOLD))
    assert worth[1, 1] > worth[0, 0] > 0 > worth[0, 1]


def test_a_text_without_speech_tells_nothing_of_where_speech_ends() -> None:
    assert np.abs(weigh(units(SPEAKING, SPOKEN, SPEAKING, SPOKEN), units(TOLD, TOLD, TOLD))[1:3, 1]).max() < 0.2


def test_what_the_texts_begin_and_end_with_tells_nothing() -> None:
    assert weigh(units(SPOKEN), units(TOLD))[0, 0] == 0


def test_the_end_of_a_speech_parts_sentences_of_like_lengths() -> None:
    sources = units(TOLD, TOLD, SPEAKING, SPOKEN, TOLD, TOLD, TOLD)
    targets = units(TOLD, TOLD, SPEAKING, SPOKEN, TOLD, TOLD, length=60)
    without = align_units(sources, targets, habits=PARAGRAPHS)
    beads = align_units(sources, targets, habits=SENTENCES)
    assert [(bead.source, bead.target) for bead in beads[:4]] == [((n,), (n,)) for n in range(4)]
    surest = {bead.source: bead.confidence for bead in beads}, {bead.source: bead.confidence for bead in without}
    assert surest[0][3,] > surest[1].get((3,), 0)
