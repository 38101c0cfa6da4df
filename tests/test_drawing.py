"""Tables fit the terminal: nothing is cut, columns that do not fit stand below with the systems again."""

from __future__ import annotations

import pytest

from evalkit.tables.drawing import draw_table, mark_best, mark_spans, measure_width, show_change

HEADINGS = ["system", "BLEU", "interval", "chrF2", "interval"]
ROWS = [["one", "*33.51", "32.32–34.70", "60.52", "59.74–61.22"], ["another", "31.94", "30.90–32.93", "*61.1", "60–62"]]


@pytest.mark.parametrize("width", [30, 40, 80, None])
def test_no_line_is_wider_than_the_terminal_and_no_cell_is_lost(width: int | None) -> None:
    lines = draw_table(HEADINGS, ROWS, width=width, group=2)
    assert all(width is None or measure_width(line) <= width for line in lines)
    assert all(cell in "\n".join(lines) for row in ROWS for cell in row)


def test_what_does_not_fit_stands_below_with_the_first_column_again() -> None:
    lines = draw_table(HEADINGS, ROWS, width=40, group=2)
    assert [line.split()[0] for line in lines if line] == ["system", "one", "another"] * 2
    assert len(draw_table(HEADINGS, ROWS, width=80, group=2)) == 3


def test_headings_break_at_spaces_and_hyphens_only() -> None:
    lines = draw_table(["system", "different-placeholder (12)"], [["one", "3.1"]])
    assert [line.split() for line in lines] == [["different-"], ["placeholder"], ["system", "(12)"], ["one", "3.1"]]


def test_chinese_names_line_up() -> None:
    lines = draw_table(["system", "BLEU"], [["系统", "1.0"], ["ab", "2.0"]])
    assert len({measure_width(line) for line in lines}) == 1


def test_the_best_is_bold_where_that_can_be_shown() -> None:
    assert "\x1b[1m*33.51\x1b[0m" in draw_table(HEADINGS, ROWS, styled=True)[1]
    assert "\x1b" not in "".join(draw_table(HEADINGS, ROWS))


def test_the_best_is_marked_and_nothing_is_where_all_are_equal() -> None:
    assert mark_best([1.0, 3.0, None], ["1", "3", "–"]) == ["1", "*3", "–"]
    assert mark_best([1.0, 3.0], ["1", "3"], higher_is_better=False) == ["*1", "3"]
    assert mark_best([3.0, 3.0], ["3", "3"]) == ["3", "3"]


def test_marks_stand_around_spans_and_empty_spans_have_none() -> None:
    assert mark_spans("one two three", [(0, 3), (4, 4), (8, 13)], "<", ">") == "<one> two <three>"
    assert mark_spans("all", [], "<", ">") == "all"


def test_a_change_that_rounds_to_nothing_has_no_sign() -> None:
    assert [show_change(value) for value in (-0.001, 0.0, 0.014, -1.0)] == ["0.00", "0.00", "+0.01", "-1.00"]
