"""Reading Excel workbooks."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hostile import BOMB, THEFT, make_archive, replace_member, understate_size

from evalkit.errors import NoDocumentError, ReadingError
from evalkit.files import archives
from evalkit.files.settings import Settings
from evalkit.readers import Contents
from evalkit.readers.xlsx import read

ROWS = [["id", "中文", "note", "English"], ["u1", "共有12人。", None, "There were 12 people."], ["u2", 2023, "x", 2023]]


def write(path: Path, *sheets: list[list[object]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = workbook.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def read_book(path: Path) -> Contents:
    return read(path, settings=Settings(), shown=path.name)


def test_rows_are_pairs_and_name_their_cells(tmp_path: Path) -> None:
    contents = read_book(write(tmp_path / "a.xlsx", ROWS))
    (document,) = contents.documents
    assert [(one.text, one.line, one.column, one.location) for one in (*document.source, *document.target)] == [
        ("共有12人。", 2, 4, "row 2, column B"),
        ("2023", 3, 4, "row 3, column B"),
        ("There were 12 people.", 2, 12, "row 2, column D"),
        ("2023", 3, 11, "row 3, column D"),
    ]
    assert [(bead.source, bead.target) for bead in document.beads] == [((0,), (0,)), ((1,), (1,))]
    assert not contents.texts


def test_columns_count_in_the_row_as_it_would_be_pasted(tmp_path: Path) -> None:
    contents = read_book(write(tmp_path / "a.xlsx", ROWS))
    for passage in (*contents.documents[0].source, *contents.documents[0].target):
        line = contents.lines["a.xlsx"][passage.line - 1]
        assert line[passage.column - 1 :].startswith(passage.text)


def test_lines_of_one_cell_are_paragraphs_of_one_pair(tmp_path: Path) -> None:
    rows = [["source", "target"], ["一。\n\n二。", "One.\nTwo."], ["三。", None]]
    (document,) = read_book(write(tmp_path / "a.xlsx", rows)).documents
    assert [(one.text, one.column) for one in document.source[:2]] == [("一。", 1), ("二。", 5)]
    assert [(bead.source, bead.target) for bead in document.beads] == [((0, 1), (0, 1)), ((2,), ())]


def test_the_first_sheet_with_known_columns_is_read_and_others_are_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["About this file"]], ROWS, ROWS)
    contents = read_book(path)
    assert contents.documents[0].source[0].location == "sheet “Sheet 2”, row 2, column B"
    assert contents.warnings == ("a.xlsx: only the sheet “Sheet 2” is read; Sheet 3 left out.",)


def test_empty_rows_before_and_between_keep_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    (document,) = read_book(write(tmp_path / "a.xlsx", [[], ["zh", "en"], [], ["一", "One"]])).documents
    assert document.source[0].location == "row 4, column A"
    assert document.source[0].line == 4


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ([[["a", "b"], ["一", "One"]]], r"a\.xlsx:1: the columns are called “a”, “b”; expected source and target"),
        ([[]], r"a\.xlsx: the workbook is empty"),
    ],
)
def test_a_workbook_without_known_columns_is_no_document(
    sheets: list[list[list[object]]], message: str, tmp_path: Path
) -> None:
    with pytest.raises(NoDocumentError, match=message):
        read_book(write(tmp_path / "a.xlsx", *sheets))


def test_a_workbook_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"a\.xlsx: the sheet “Sheet 1” has no rows"):
        read_book(write(tmp_path / "a.xlsx", [["zh", "en"]]))


@pytest.mark.parametrize("declaration", [BOMB, THEFT])
def test_entities_are_not_read(declaration: str, tmp_path: Path) -> None:
    sheet = (
        f'{declaration}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>zh</t></is></c><c r="B1" t="inlineStr"><is><t>&a;</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    path = replace_member(write(tmp_path / "a.xlsx", ROWS), "xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(ReadingError, match=r"a\.xlsx: this is not an Excel workbook"):
        read_book(path)


def test_what_would_be_huge_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LIMIT", 1024**2)
    path = replace_member(write(tmp_path / "a.xlsx", ROWS), "xl/worksheets/sheet1.xml", b" " * 2 * 1024**2)
    with pytest.raises(ReadingError, match=r"a\.xlsx: unpacked it would be 2 MiB, more than the 1 MiB"):
        read_book(path)


def test_an_archive_that_understates_a_size_gains_nothing_by_it(tmp_path: Path) -> None:
    path = understate_size(write(tmp_path / "a.xlsx", ROWS), "xl/worksheets/sheet1.xml", 50)
    with pytest.raises(ReadingError, match=r"a\.xlsx: this is not an Excel workbook"):
        read_book(path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(ReadingError, match=r"a\.xlsx: this is not an Excel workbook"):
        read_book(tmp_path / "a.xlsx")


def test_an_archive_of_something_else_is_refused_and_nothing_is_unpacked(tmp_path: Path) -> None:
    path = make_archive(tmp_path / "a.xlsx", {"../../evil.xml": "<x/>"})
    with pytest.raises(ReadingError, match=r"a\.xlsx: this is not an Excel workbook"):
        read_book(path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]
    assert not (tmp_path.parent.parent / "evil.xml").exists()
