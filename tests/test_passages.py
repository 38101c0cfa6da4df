"""Passages that stand in several pieces: every span has its place in the file, and every place its offset."""

from __future__ import annotations

from evalkit.data import Passage, Piece

WRAPPED = Passage(
    text="one two three",
    path="t.txt",
    line=4,
    column=3,
    pieces=(Piece(start=0, end=7, line=4, column=3), Piece(start=8, end=13, line=5, column=1)),
)


def test_a_span_inside_one_piece_stands_in_its_line() -> None:
    place = WRAPPED.place(8, 13, side="target", suggestion="four")
    assert (place.line, place.column, place.end_line, place.end_column) == (5, 1, 5, 6)
    assert (place.text, place.suggestion) == ("three", "four")


def test_a_span_over_two_pieces_runs_from_line_to_line_and_shows_the_break() -> None:
    place = WRAPPED.place(4, 10, side="target")
    assert (place.line, place.column, place.end_line, place.end_column) == (4, 7, 5, 3)
    assert place.text == "two\nth"


def test_an_empty_span_stands_where_the_text_goes_on() -> None:
    place = WRAPPED.place(7, 7, side="target")
    assert (place.line, place.column, place.end_line, place.end_column, place.text) == (5, 1, 5, 1, "")
    end = WRAPPED.place(13, 13, side="target")
    assert (end.line, end.column, end.end_column) == (5, 6, 6)


def test_finding_a_place_gives_the_offset_it_was_made_from() -> None:
    for offset in (*range(7), *range(8, 13)):
        place = WRAPPED.place(offset, offset + 1, side="target")
        assert WRAPPED.find(place.line, place.column) == offset
    assert WRAPPED.find(4, 2) is None
    assert WRAPPED.find(6, 1) is None


def test_a_part_that_is_cut_out_keeps_the_places_of_its_words() -> None:
    part = WRAPPED.cut(4, 13)
    assert (part.text, part.line, part.column, part.lines) == ("two three", 4, 7, (4, 5))
    assert part.place(4, 9, side="target") == WRAPPED.place(8, 13, side="target")
    assert WRAPPED.cut(8, 13) == Passage(text="three", path="t.txt", line=5, column=1)


def test_a_passage_without_pieces_stands_in_one_line() -> None:
    passage = Passage(text="abc", path="t.txt", line=2, column=5, location="row 2, column B")
    place = passage.place(1, 3, side="source")
    assert (place.line, place.column, place.end_column, place.text) == (2, 6, 8, "bc")
    assert place.location == "row 2, column B"
    assert passage.lines == (2,)
