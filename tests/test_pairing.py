"""Documents become segments that know where every text stands; outputs take their documents' segments."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from builders import make_document, make_passages

from evalkit.alignment.arranging import make_sets
from evalkit.alignment.pairing import align_document, align_sentences, is_heading, pair_document, split_passage
from evalkit.data import AS_IS, Bead
from evalkit.reading.reading import read_folder


def test_seed_000_is_paired_five_to_five(seeds: Path) -> None:
    document = read_folder(seeds).documents[0]
    assert [(bead.source, bead.target) for bead in align_document(document)] == [((n,), (n,)) for n in range(5)]


def test_seed_003_is_paired_three_to_three_and_its_title_stands_alone(seeds: Path) -> None:
    document = read_folder(seeds).documents[1]
    beads = align_document(document)
    assert [(bead.source, bead.target) for bead in beads] == [((), (0,)), ((0,), (1,)), ((1,), (2,)), ((2,), (3,))]


def test_all_names_numbers_and_dates_of_the_seeds_are_verified(seeds: Path) -> None:
    anchors = [a for d in read_folder(seeds).documents for bead in align_document(d) for a in bead.anchors]
    assert {a.source for a in anchors if a.kind == "name"} == {"王廣成", "范青", "王冰丹", "趙世慶", "蹇澤西"}
    assert {a.verdict for a in anchors} == {"verified"}
    assert sum(a.kind in ("number", "date") for a in anchors) >= 8


def test_the_sentences_of_a_seed_lie_inside_their_paragraphs(seeds: Path) -> None:
    document = read_folder(seeds).documents[0]
    source, target, beads = align_sentences(document)
    assert [i for bead in beads for i in bead.source] == list(range(len(source)))
    assert [j for bead in beads for j in bead.target] == list(range(len(target)))
    for bead in beads:
        paragraphs = {source[i].line - 2 for i in bead.source} | {target[j].line - 7 for j in bead.target}
        assert len(paragraphs) == 1


def test_a_file_with_one_sentence_a_line_keeps_its_lines() -> None:
    chinese = "\n".join([*(f"第{n}个人来了{n}天。" for n in range(21, 32)), "“走！”他说。"])
    english = "\n".join([*(f"Person {n} came for {n} days." for n in range(21, 32)), "“Go!” He said so."])
    source, target, beads = align_sentences(make_document(chinese, english))
    assert (len(source), len(target)) == (12, 12)
    assert [(bead.source, bead.target) for bead in beads] == [((n,), (n,)) for n in range(12)]


def test_paragraphs_of_several_sentences_are_cut_into_them() -> None:
    chinese = "\n".join(["他来了。她走了。"] * 12)
    english = "\n".join(["He came. She left."] * 12)
    source, target, _ = align_sentences(make_document(chinese, english))
    assert (len(source), len(target)) == (24, 24)


def test_a_segment_carries_the_places_of_its_passages() -> None:
    document = make_document("第一段有12人。\n\n第二段有7月3日。", "The first has 12 people.\nThe second has July 3.")
    first, second = pair_document(document)
    assert (first.source[0].line, second.source[0].line, second.hypothesis[0].line) == (1, 3, 2)
    assert (second.index, second.document) == (1, document)


def test_the_sentences_of_a_passage_know_their_columns() -> None:
    (passage,) = make_passages("He came. “Why?” she asked. Nobody of? them knew.")
    sentences = split_passage(passage, "en")
    assert [(s.text, s.column) for s in sentences] == [
        ("He came.", 1),
        ("“Why?” she asked.", 10),
        ("Nobody of? them knew.", 28),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Title Without an End\nThe body ends with a stop.", True),
        ("A sentence.\nThe body ends with a stop.", False),
        ("A Title Without an End\n\nThe body ends with a stop.", False),
        ("A Title Without an End", False),
        ("one item\nanother item", False),
    ],
)
def test_a_heading_opens_its_block_and_does_not_end_as_a_sentence(text: str, expected: bool) -> None:
    assert is_heading(make_passages(text), 0, "en") is expected


def test_an_output_takes_the_segments_of_its_document_with_every_reference() -> None:
    document = make_document("第一段有12人。\n第二段有7月3日。", "The first has 12 people.\nThe second has July 3.")
    lines = {document.name: [(line,) for line in make_passages("one\ntwo", path="outputs/a/document.txt")]}
    other = {document.name: [(line,) for line in make_passages("eins\nzwei", path="references/b/document.txt")]}
    (evaluation_set,) = make_sets(pair_document(document), {"a": lines}, {"b": other})
    first = evaluation_set.segments[0]
    assert (first.system, first.hypothesis_text) == ("a", "one")
    assert (first.reference_text(AS_IS), first.reference_text("b")) == ("The first has 12 people.", "eins")


def test_text_without_a_source_is_in_no_evaluation_set(seeds: Path) -> None:
    collection = read_folder(seeds)
    document = collection.documents[1]
    lines = {document.name: [(line,) for line in make_passages("a\nb\nc", path="x")]}
    (evaluation_set,) = make_sets(pair_document(document), {"x": lines}, {})
    assert [segment.index for segment in evaluation_set.segments] == [1, 2, 3]


def test_beads_that_a_file_gives_stand_and_what_is_between_them_is_aligned() -> None:
    document = replace(
        make_document(
            "开头有12人。\n第二段有99只鸟。\n第三段。\n结尾在7月3日。",
            "The opening has 12 people.\nA third paragraph.\nThe second has 7 birds.\nThe end is on July 3.",
        ),
        beads=(
            Bead(source=(1,), target=(1,), confidence=1.0),
            Bead(source=(), target=(2,), confidence=1.0),
            Bead(source=(2,), target=(), confidence=1.0),
        ),
    )
    assert [(bead.source, bead.target) for bead in align_document(document)] == [
        ((0,), (0,)),
        ((1,), (1,)),
        ((), (2,)),
        ((2,), ()),
        ((3,), (3,)),
    ]
    assert [(segment.source_text, segment.hypothesis_text) for segment in pair_document(document)][-1] == (
        "结尾在7月3日。",
        "The end is on July 3.",
    )
