"""Reading Word documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml as parse_word
from hostile import BOMB, THEFT, make_archive, replace_member, understate_size

from evalkit.alignment.pairing import align_document
from evalkit.errors import ReadingError
from evalkit.files import archives
from evalkit.files.settings import Settings
from evalkit.readers import Contents
from evalkit.readers.docx import read

ZH = ["第一段有12人。", "第二段有7月3日。", "第三段还有99只鸟。"]
EN = ["The first has 12 people.", "The second has July 3.", "The third has 99 birds."]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def write(path: Path, paragraphs: Sequence[str] = (), *, table: Sequence[Sequence[str]] = ()) -> Path:
    """A document of paragraphs and, behind them, a table."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        rows = document.add_table(rows=len(table), cols=len(table[0])).rows
        for row, texts in zip(rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(path)
    return path


def write_body(path: Path, body: str) -> Path:
    """A document whose body is this WordprocessingML."""
    document = docx.Document()
    section = document.element.body[-1]
    for element in parse_word(f"<w:body {W}>{body}</w:body>"):
        section.addprevious(element)
    document.save(path)
    return path


def read_word(path: Path, **chosen: str) -> Contents:
    return read(path, settings=Settings(**chosen), shown=path.name)  # type: ignore[arg-type]


def test_paragraphs_are_told_apart_by_script_and_count_with_the_empty_ones(tmp_path: Path) -> None:
    contents = read_word(write(tmp_path / "a.docx", [*ZH, "", *EN]))
    (document,) = contents.documents
    assert [passage.text for passage in document.source] == ZH
    assert [(one.text, one.line, one.location) for one in document.target] == [
        (text, line, f"paragraph {line}") for line, text in enumerate(EN, start=5)
    ]
    assert [(bead.source, bead.target) for bead in align_document(document)] == [((n,), (n,)) for n in range(3)]
    assert not contents.texts


def test_a_half_of_a_pair_is_all_of_one_side(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zh.docx", ["APEC", *ZH])
    (document,) = read(path, settings=Settings(), side="source").documents
    assert [passage.text for passage in document.source] == ["APEC", *ZH]
    assert document.beads == ()


@pytest.mark.parametrize(
    "table",
    [
        list(zip(ZH, EN, strict=True)),
        list(zip(EN, ZH, strict=True)),
        [("中文", "English"), *zip(ZH, EN, strict=True)],
        [("No.", "原文", "译文"), *((str(n), *pair) for n, pair in enumerate(zip(ZH, EN, strict=True)))],
    ],
    ids=["zh-en", "en-zh", "header", "numbered"],
)
def test_the_rows_of_a_table_of_two_languages_are_pairs(table: list[tuple[str, ...]], tmp_path: Path) -> None:
    (document,) = read_word(write(tmp_path / "a.docx", table=table)).documents
    assert [passage.text for passage in document.source] == ZH
    assert [passage.text for passage in document.target] == EN
    assert [(bead.source, bead.target, bead.confidence) for bead in document.beads] == [
        ((n,), (n,), 1.0) for n in range(3)
    ]


def test_rows_are_never_aligned_anew_and_what_stands_beside_the_table_is(tmp_path: Path) -> None:
    table = [(ZH[0], EN[2]), (ZH[1], ""), (ZH[2], EN[0])]
    path = write(tmp_path / "a.docx", ["关于两次会议的说明", "A Note on Two Meetings"], table=table)
    (document,) = read_word(path).documents
    assert [(bead.source, bead.target) for bead in align_document(document)] == [
        ((0,), (0,)),
        ((1,), (1,)),
        ((2,), ()),
        ((3,), (2,)),
    ]
    assert document.source[0].location == "paragraph 1"
    assert (document.target[2].location, document.target[2].line) == ("table 1, row 3, column 2", 8)


def test_a_row_that_one_cell_fills_is_no_pair(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=2)
    table.rows[0].cells[0].merge(table.rows[0].cells[1]).text = "Part One: Meetings"
    for row, texts in zip(list(table.rows)[1:], zip(ZH, EN, strict=True), strict=True):
        row.cells[0].text, row.cells[1].text = texts
    document.save(tmp_path / "a.docx")
    (read_document,) = read_word(tmp_path / "a.docx").documents
    assert [passage.text for passage in read_document.target] == ["Part One: Meetings", *EN]
    assert [(bead.source, bead.target) for bead in read_document.beads] == [((n,), (n + 1,)) for n in range(3)]


def test_a_small_table_in_a_longer_text_is_read_as_paragraphs(tmp_path: Path) -> None:
    (document,) = read_word(write(tmp_path / "a.docx", [*ZH, *EN], table=[("图书馆", "Library")])).documents
    assert [passage.text for passage in document.source] == [*ZH, "图书馆"]
    assert document.beads == ()


def test_a_line_break_parts_a_paragraph_and_a_tab_does_not(tmp_path: Path) -> None:
    (document,) = read_word(write(tmp_path / "a.docx", ["Line one\nLine\ttwo"])).documents
    assert [(one.text, one.line, one.column) for one in document.target] == [("Line one", 1, 1), ("Line\ttwo", 1, 10)]


def test_changes_count_as_accepted_and_fields_as_what_they_show(tmp_path: Path) -> None:
    body = """
        <w:p><w:r><w:t xml:space="preserve">We </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>
        <w:ins><w:r><w:t xml:space="preserve">always </w:t></w:r></w:ins>
        <w:hyperlink><w:r><w:t xml:space="preserve">met </w:t></w:r></w:hyperlink>
        <w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:t>in 2024</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:t>25.</w:t></w:r></w:p>
        <w:sdt><w:sdtContent><w:p><w:r><w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p></w:sdtContent></w:sdt>
    """
    (document,) = read_word(write_body(tmp_path / "a.docx", body)).documents
    assert [passage.text for passage in document.target] == ["We always met in 2024\u201125."]
    assert [(passage.text, passage.line) for passage in document.source] == [("汉", 2)]


def test_text_that_is_not_read_is_named(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(EN[0])
    document.sections[0].header.paragraphs[0].text = "A header"
    document.save(tmp_path / "a.docx")
    assert read_word(tmp_path / "a.docx").warnings == ("a.docx: its headers hold text, which is not read.",)


def test_positions_count_in_the_lines_that_come_along(tmp_path: Path) -> None:
    contents = read_word(write(tmp_path / "a.docx", ["标题\nTitle"], table=list(zip(ZH, EN, strict=True))))
    for passage in (*contents.documents[0].source, *contents.documents[0].target):
        line = contents.lines["a.docx"][passage.line - 1]
        assert line[passage.column - 1 : passage.column - 1 + len(passage.text)] == passage.text


def test_two_languages_of_one_script_are_refused_unless_a_table_names_them(tmp_path: Path) -> None:
    languages = {"source_language": "de", "target_language": "en"}
    with pytest.raises(ReadingError, match=r"a\.docx: .*script.*a\.de\.docx and a\.en\.docx, or put all"):
        read_word(write(tmp_path / "a.docx", ["Hallo.", "Hello."]), **languages)
    path = write(tmp_path / "b.docx", table=[("de", "en"), ("Hallo.", "Hello.")])
    assert [passage.text for passage in read_word(path, **languages).documents[0].source] == ["Hallo."]


@pytest.mark.parametrize("declaration", [BOMB, THEFT])
def test_entities_are_not_read(declaration: str, tmp_path: Path) -> None:
    main = f"{declaration}<w:document {W}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
    path = replace_member(write(tmp_path / "a.docx", EN), "word/document.xml", main)
    with pytest.raises(ReadingError, match=r"a\.docx \(word/document\.xml\): it declares an XML entity"):
        read_word(path)


def test_what_would_be_huge_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LIMIT", 1024**2)
    path = replace_member(write(tmp_path / "a.docx", EN), "word/document.xml", b" " * 3 * 1024**2)
    with pytest.raises(ReadingError, match=r"a\.docx: unpacked it would be [34] MiB, more than the 1 MiB"):
        read_word(path)


def test_an_archive_that_understates_a_size_gains_nothing_by_it(tmp_path: Path) -> None:
    path = understate_size(write(tmp_path / "a.docx", EN), "word/document.xml", 100)
    with pytest.raises(ReadingError, match=r"a\.docx: word/document\.xml in it cannot be read"):
        read_word(path)


def test_deep_nesting_is_read_or_refused_and_never_a_crash(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 5000 + "<w:p><w:r><w:t>Deep.</w:t></w:r></w:p>" + "</w:sdtContent></w:sdt>" * 5000
    main = f"<w:document {W}><w:body>{deep}</w:body></w:document>"
    path = replace_member(write(tmp_path / "a.docx", EN), "word/document.xml", main)
    assert read_word(path).documents[0].target[0].text == "Deep."


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"../../evil.xml": "<x/>"}, r"a\.docx: this is not a Word document \(\.docx\): it holds no word/document\.xml"),
        ({"word/document.xml": "<w:document"}, r"a\.docx \(word/document\.xml\):1:\d+: this is not XML"),
        ({"word/document.xml": "<other/>"}, r"a\.docx: the document holds no text"),
        ({"word/document.xml": f"<w:document {W}><w:body><w:p/></w:body></w:document>"}, r"a\.docx: the document holds no text"),
    ],
)  # fmt: skip
def test_an_archive_of_something_else_is_refused_and_nothing_is_unpacked(
    members: dict[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(ReadingError, match=message):
        read_word(make_archive(tmp_path / "a.docx", members))
    assert [one.name for one in tmp_path.iterdir()] == ["a.docx"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"plain text", r"a\.docx: this is not a Word document \(\.docx\): File is not a zip file"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, r"a\.docx: .*locked by a password, or in the old format"),
    ],
)
def test_what_is_no_archive_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    with pytest.raises(ReadingError, match=message):
        read_word(tmp_path / "a.docx")
