"""The literary texts with known beads are whole, and are aligned well by who says nothing of what their lines are."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from evalkit.alignment.pairing import align_document
from evalkit.reading.reading import read_pair
from training.measure_alignment import count_two_sided, number_beads, read_literature, tell_strict_f1

_FOLDER = Path(__file__).parent / "cases/alignment"
_TITLES = [path.name.removesuffix(".beads.tsv") for path in sorted(_FOLDER.glob("*.beads.tsv"))]


def read_lines(name: str) -> list[str]:
    return (_FOLDER / name).read_text(encoding="utf-8").split("\n")[:-1]


@pytest.mark.parametrize("title", _TITLES)
def test_every_line_stands_in_one_bead_in_order(title: str) -> None:
    beads = [
        [[int(number) for number in side.split()] for side in line.split("\t")]
        for line in read_lines(f"{title}.beads.tsv")
    ]
    for at, language in enumerate(("zh", "en")):
        lines = read_lines(f"{title}.{language}.txt")
        assert list(chain.from_iterable(bead[at] for bead in beads)) == list(range(len(lines)))
        assert all(map(str.strip, lines))
    assert all(len(own) + len(others) >= 1 and max(len(own), len(others)) <= 4 for own, others in beads)


def test_each_text_is_for_tuning_or_for_reporting() -> None:
    assert sorted([*read_literature("tune"), *read_literature("report")]) == _TITLES
    documented = (_FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{title}`" in documented for title in _TITLES)


@pytest.mark.parametrize("title", list(read_literature("tune")))
def test_sentences_are_aligned_without_being_called_so(title: str) -> None:
    paths = (_FOLDER / f"{title}.zh.txt", _FOLDER / f"{title}.en.txt")
    [document] = read_pair(*paths, source_language="zh", target_language="en").documents
    known = read_literature("tune")[title]
    counts = count_two_sided(((bead.source, bead.target) for bead in align_document(document)), known)
    assert counts["known"] == sum(1 for own, others in number_beads(known) if own and others)
    assert tell_strict_f1(counts) > 0.85
