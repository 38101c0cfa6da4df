"""Editing changes what the edits say, and tells where everything else stands afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import make_document, make_passages

from evalkit.data import Bead, Passage, Piece
from evalkit.review.editing import (
    Edit,
    carry_edit,
    carry_edits,
    carry_place,
    edit_content,
    edit_document,
    edit_passage,
    group_edits,
    sort_edits,
)

LINE = "one bad thing and another"


def edit(start: int, end: int, replacement: str, *, line: int = 1, location: str | None = None) -> Edit:
    return Edit("text.txt", line, start, end, replacement, location=location)


def carry(words: str, *edits: Edit) -> str:
    """What stands, after the edits, where these words stood before."""
    [passage] = make_passages(LINE)
    start = LINE.index(words)
    place = passage.place(start, start + len(words), side="target")
    lines = group_edits(sort_edits(edits))
    _, column, _, end = carry_place(place, lines)
    return edit_passage(passage, lines).text[column - 1 : end - 1]


def test_words_behind_an_edit_are_found_again() -> None:
    assert carry("thing", edit(0, 3, "seventeen")) == "thing"
    assert carry("thing", edit(0, 4, "")) == "thing"


def test_an_edited_place_holds_what_was_written_there() -> None:
    assert carry("bad", edit(4, 7, "excellent")) == "excellent"
    assert carry("bad thing", edit(4, 7, "good")) == "good thing"
    assert carry("bad ", edit(4, 8, "")) == ""


def test_what_is_put_beside_a_place_does_not_belong_to_it() -> None:
    assert carry("bad", edit(4, 4, "very "), edit(7, 7, "!")) == "bad"


def test_of_overlapping_edits_the_first_is_kept() -> None:
    assert sort_edits([edit(3, 6, "b"), edit(0, 4, "a"), edit(4, 5, "c")]) == [edit(0, 4, "a"), edit(4, 5, "c")]


def test_all_edits_are_carried_at_once_as_each_is_alone() -> None:
    lines = group_edits(
        sort_edits([edit(0, 3, "seventeen"), edit(4, 7, ""), edit(14, 14, "so, "), edit(18, 25, "more")])
    )
    [spans] = carry_edits(lines).values()
    text = edit_content(LINE, [one for edits in lines.values() for one in edits])
    assert [text[start:end] for start, end in spans] == ["seventeen", "", "so, ", "more"]
    assert spans == [carry_edit(one, lines) for edits in lines.values() for one in edits]


def test_a_file_keeps_its_line_ends() -> None:
    content = "a\r\nb\u2028c\r\n\nlast"
    assert edit_content(content, [edit(0, 1, "BB", line=2)]) == "a\r\nBB\u2028c\r\n\nlast"


def test_a_passage_in_a_second_column_moves_with_the_first() -> None:
    passage = Passage(text="right side", path="text.txt", line=1, column=11)
    edited = edit_passage(passage, group_edits([edit(0, 4, "longer"), edit(10, 15, "left")]))
    assert (edited.text, edited.column) == ("left side", 13)


def test_a_passage_of_several_lines_is_edited_on_each() -> None:
    pieces = (Piece(start=0, end=3, line=1, column=3), Piece(start=4, end=9, line=2, column=1))
    passage = Passage(text="one three", path="text.txt", line=1, column=3, pieces=pieces)
    edited = edit_passage(passage, group_edits([edit(2, 5, "first"), edit(0, 5, "3", line=2)]))
    assert edited.text == "first 3"
    assert [(edited.text[piece.start : piece.end], piece.line, piece.column) for piece in edited.pieces] == [
        ("first", 1, 3),
        ("3", 2, 1),
    ]


def test_two_cells_of_one_line_are_told_apart_by_their_location() -> None:
    passage = Passage(text="bad", path="text.txt", line=1, location="column B")
    assert edit_passage(passage, group_edits([edit(0, 3, "good", location="column A")])) == passage
    assert edit_passage(passage, group_edits([edit(0, 3, "good", location="column B")])).text == "good"


def test_a_paragraph_that_is_left_blank_is_none_and_given_pairs_keep_their_numbers() -> None:
    document = make_document("甲\n乙", "first\nsecond")
    beads = tuple(Bead(source=(n,), target=(n,), confidence=1.0) for n in range(2))
    lines = group_edits([Edit("document.en.txt", 1, 0, 5, "")])
    edited = edit_document(replace(document, beads=beads), lines)
    assert [passage.text for passage in edited.target] == ["second"]
    assert [(bead.source, bead.target) for bead in edited.beads] == [((0,), ()), ((1,), (0,))]


@pytest.mark.parametrize("place", ["one", "bad thing", "another"])
def test_without_edits_everything_stays(place: str) -> None:
    assert carry(place) == place
