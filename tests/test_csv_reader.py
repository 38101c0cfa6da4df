"""Reading tables that are text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from evalkit.alignment.pairing import align_document
from evalkit.data import Document
from evalkit.errors import NoDocumentError, ReadingError
from evalkit.files.settings import Settings
from evalkit.readers.csv import read


def read_table(folder: Path, content: str, name: str = "table.csv", **chosen: str) -> Document:
    path = folder / name
    path.write_bytes(content.encode())
    (document,) = read(path, settings=Settings(**chosen), shown=name).documents  # type: ignore[arg-type]
    return document


def texts_of(document: Document) -> list[tuple[str, str]]:
    """The texts of each pair that the file gives; lines of one cell are parted by a bar."""
    return [
        ("|".join(document.source[i].text for i in bead.source), "|".join(document.target[j].text for j in bead.target))
        for bead in document.beads
    ]


@pytest.mark.parametrize(
    "header",
    [
        "id,source,note,target",
        "id,Source Text,note,Translation",
        "id,zh,note,en",
        "id,zh-CN,note,en_GB",
        "id,中文,note,English",
        "id,Chinese (Simplified),note,English (US)",
        "id,text [zh-Hans],note,text [en]",
        "id,原文,note,译文",
    ],
)
def test_columns_are_known_by_their_names(header: str, tmp_path: Path) -> None:
    document = read_table(tmp_path, f"{header}\n1,第一句。,x,The first.\n2,第二句。,y,The second.\n")
    assert texts_of(document) == [("第一句。", "The first."), ("第二句。", "The second.")]


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.csv"), ("|", "a.csv"), ("\t", "a.tsv")]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_cells_may_be_parted_by_several_marks(delimiter: str, name: str, end: str, tmp_path: Path) -> None:
    rows = [["source", "target"], ["第一句。", "The first."], ["第二句。", "The second."]]
    document = read_table(tmp_path, end.join(delimiter.join(row) for row in rows), name)
    assert texts_of(document) == [("第一句。", "The first."), ("第二句。", "The second.")]


def test_the_settings_may_name_the_columns(tmp_path: Path) -> None:
    content = "a,b,c\n第一句。,x,The first.\n"
    assert texts_of(read_table(tmp_path, content, source_column="A", target_column="c")) == [("第一句。", "The first.")]
    with pytest.raises(NoDocumentError, match=r"table\.csv:1: there is no column “d”.*“a”, “b”, “c”"):
        read_table(tmp_path, content, source_column="a", target_column="d")


def test_places_are_those_of_the_file_as_an_editor_shows_it(tmp_path: Path) -> None:
    content = 'id,source,target\n1,第一句。,"He said ""yes"", then\nleft."\n\n3,第三句。,Third.\n'
    document = read_table(tmp_path, content)
    lines = content.split("\n")
    first, second, third = document.target
    assert [(one.text, one.line, one.column, one.location) for one in (first, second, third)] == [
        ('He said "yes", then', 2, 9, "row 2, column C"),
        ("left.", 3, 1, "row 2, column C"),
        ("Third.", 5, 8, "row 4, column C"),
    ]
    place = first.place(first.text.index("then"), len(first.text), side="target")
    assert lines[place.line - 1][place.column - 1 : place.end_column - 1] == place.text == "then"
    quote = first.place(first.text.index("yes"), first.text.index("yes") + 3, side="target")
    assert lines[quote.line - 1][quote.column - 1 : quote.end_column - 1] == quote.text == "yes"
    assert texts_of(document) == [("第一句。", 'He said "yes", then|left.'), ("第三句。", "Third.")]


def test_pairs_are_those_of_the_rows_whatever_aligning_would_make_of_them(tmp_path: Path) -> None:
    document = read_table(
        tmp_path, "zh,en\n共有12人。,There were 99 birds.\n另有99只鸟。,There were 12 people.\n第三句。,\n"
    )
    beads = align_document(document)
    assert [(bead.source, bead.target, bead.confidence) for bead in beads] == [
        ((0,), (0,), 1.0),
        ((1,), (1,), 1.0),
        ((2,), (), 1.0),
    ]
    assert {anchor.verdict for anchor in beads[0].anchors} == {"differs"}


def test_rows_that_are_short_or_blank_lose_nothing(tmp_path: Path) -> None:
    document = read_table(tmp_path, "\nsource,target,x\n一\n,\n二,Two,z,more\n")
    assert texts_of(document) == [("一", ""), ("二", "Two")]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ('“好”\t"Why?" she asked.', ("“好”", '"Why?" she asked.')),
        ('“好”\t"Yes."', ("“好”", '"Yes."')),
        ('“好”\t"Say ""yes"" now."', ("“好”", 'Say "yes" now.')),
        ('“好”\t"a\tb"', ("“好”", "a\tb")),
    ],
)
def test_quotes_between_tabs_are_quoting_only_where_the_file_shows_it(
    row: str, cells: tuple[str, str], tmp_path: Path
) -> None:
    document = read_table(tmp_path, f"source\ttarget\n一\tOne\n{row}\n", "a.tsv")
    assert texts_of(document)[1] == cells


def test_two_columns_without_names_are_told_by_script(tmp_path: Path) -> None:
    document = read_table(tmp_path, "The first.\t第一句。\nThe second.\t第二句。\n", "a.tsv")
    assert texts_of(document) == [("第一句。", "The first."), ("第二句。", "The second.")]
    assert document.source[0].line == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b,c\n一,One,x\n", r"table\.csv:1: the columns are called “a”, “b”, “c”; expected source and target, or the languages \(zh and en"),
        ("zh,zh-TW,en\n一,一,One\n", r"table\.csv:1: columns A \(“zh”\) and B \(“zh-TW”\) may both be the source.*source_column"),
        ("source,target\n\n,\n", r"table\.csv: the table has no rows below its names"),
        ('source,target\n一,"One\n二,Two\n', r"table\.csv:2:3: a quote opens this cell and none closes it"),
        ("", r"table\.csv: the file is empty"),
        ("PK\x03\x04", r"table\.csv: this is a ZIP archive"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_two_languages_is_refused_with_its_line(content: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=message):
        read_table(tmp_path, content)


def test_a_table_in_gb18030_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("中文,英文\n图书馆昨天开放了新的阅览室。,The library opened a new room.\n".encode("gb18030"))
    contents = read(path, settings=Settings())
    assert contents.documents[0].source[0].text == "图书馆昨天开放了新的阅览室。"
    assert "GB18030" in contents.warnings[0]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.tuples(*[st.text(st.characters(codec="utf-8", exclude_characters="\r\0"))] * 2), min_size=1))
def test_what_the_csv_module_writes_is_read_and_every_passage_stands_where_it_says(
    cells: list[tuple[str, str]], tmp_path: Path
) -> None:
    import csv
    import io

    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([("source", "target"), ("头", "head"), *cells])
    document = read_table(tmp_path, written.getvalue())
    expected = ["|".join(line for line in text.split("\n") if line.strip()) for _, text in [("", "head"), *cells]]
    assert [target for _, target in texts_of(document)] == [
        text
        for text, (source, target) in zip(expected, [("头", "head"), *cells], strict=True)
        if source.strip() or target.strip()
    ]
    lines = written.getvalue().split("\n")
    for passage in (*document.source, *document.target):
        for piece in passage.stretches:
            start = piece.column - 1
            assert (
                lines[piece.line - 1][start : start + piece.end - piece.start] == passage.text[piece.start : piece.end]
            )
