"""Reading one text file as a document."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from evalkit.data import Document
from evalkit.errors import ReadingError
from evalkit.files.settings import Settings
from evalkit.files.sides import OneSide
from evalkit.readers.text import read

ZH = ["第一段是中文。", "第二段也是中文。", "第三段还是中文。"]
EN = ["The first paragraph.", "The second paragraph.", "The third paragraph."]


def read_text(folder: Path, content: str, **chosen: str) -> Document:
    path = folder / "text.txt"
    path.write_bytes(content.encode())
    (document,) = read(path, settings=Settings(**chosen), shown="text.txt").documents  # type: ignore[arg-type]
    return document


def texts_of(document: Document) -> tuple[list[str], list[str]]:
    return [passage.text for passage in document.source], [passage.text for passage in document.target]


@pytest.mark.parametrize(
    "lines",
    [
        [*ZH, *EN],
        [*EN, *ZH],
        [*ZH, "", *EN],
        [ZH[0], *EN, *ZH[1:]],
        [line for pair in zip(ZH, EN, strict=True) for line in pair],
        [line for pair in zip(EN, ZH, strict=True) for line in (*pair, "")],
        [f"{zh}\t{en}" for zh, en in zip(ZH, EN, strict=True)],
        [f"{en}\t{zh}" for zh, en in zip(ZH, EN, strict=True)],
    ],
    ids=["zh-en", "en-zh", "blank", "nested", "interleaved", "interleaved-blank", "columns", "columns-en-zh"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_both_languages_are_told_apart_wherever_they_stand(lines: list[str], end: str, tmp_path: Path) -> None:
    assert texts_of(read_text(tmp_path, end.join(lines) + end)) == (ZH, EN)


def test_a_title_in_one_language_belongs_to_it(tmp_path: Path) -> None:
    document = read_text(tmp_path, "\n".join(["A title", *EN, *ZH]))
    assert texts_of(document) == (ZH, ["A title", *EN])


@pytest.mark.parametrize(
    ("content", "pair", "sides"),
    [
        ("Only English.\nMore.", ("zh", "en"), (0, 2)),
        ("只有中文。\n2023\n再来。", ("zh", "en"), (3, 0)),
        ("只有中文。", ("en", "zh"), (0, 1)),
        ("Только русский.", ("zh", "en"), (1, 0)),
        ("1\n2", ("zh", "en"), (2, 0)),
    ],
)
def test_one_language_only_is_all_target_if_it_is_that_and_all_source_otherwise(
    content: str, pair: tuple[str, str], sides: tuple[int, int], tmp_path: Path
) -> None:
    document = read_text(tmp_path, content, source_language=pair[0], target_language=pair[1])
    assert (len(document.source), len(document.target)) == sides


def test_passages_carry_their_line_and_column_without_a_byte_order_mark(tmp_path: Path) -> None:
    document = read_text(tmp_path, "\ufeff好\U00020000的\tGood one\n\n坏的\tBad one\n")
    assert [(p.text, p.path, p.line, p.column) for p in (*document.source, *document.target)] == [
        ("好\U00020000的", "text.txt", 1, 1),
        ("坏的", "text.txt", 3, 1),
        ("Good one", "text.txt", 1, 5),
        ("Bad one", "text.txt", 3, 4),
    ]


def test_a_cell_that_is_blank_is_no_passage(tmp_path: Path) -> None:
    lines = [f"{ZH[0]}\t{EN[0]}", "\tA line without counterpart.", f"{ZH[1]}\t{EN[1]}", f"{ZH[2]}\t"]
    assert texts_of(read_text(tmp_path, "\n".join(lines))) == (ZH, [EN[0], "A line without counterpart.", EN[1]])


def test_a_cell_that_is_not_translated_stays_in_its_column(tmp_path: Path) -> None:
    lines = [*(f"{zh}\t{en}" for zh, en in zip(ZH, EN, strict=True)), "APEC\tAPEC", "2023\t2023"]
    document = read_text(tmp_path, "\n".join(lines))
    assert texts_of(document) == ([*ZH, "APEC", "2023"], [*EN, "APEC", "2023"])


@pytest.mark.parametrize(("odd", "tabs"), [("没有制表符", 0), (f"{ZH[0]}\t\t{EN[0]}", 2)])
def test_a_line_that_breaks_the_columns_is_refused_with_its_number(odd: str, tabs: int, tmp_path: Path) -> None:
    lines = [f"{ZH[0]}\t{EN[0]}", "", odd, f"{ZH[1]}\t{EN[1]}"]
    with pytest.raises(ReadingError, match=rf"text\.txt:3: {tabs} tabs; expected one"):
        read_text(tmp_path, "\n".join(lines))


def test_a_line_whose_columns_are_swapped_is_refused_with_its_number(tmp_path: Path) -> None:
    lines = [f"{ZH[0]}\t{EN[0]}", f"{EN[1]}\t{ZH[1]}", f"{ZH[2]}\t{EN[2]}"]
    with pytest.raises(ReadingError, match=r"text\.txt:2: .*other way round"):
        read_text(tmp_path, "\n".join(lines))


def test_one_bilingual_line_with_a_tab_makes_no_columns(tmp_path: Path) -> None:
    document = read_text(tmp_path, "\n".join([*ZH, "图书馆的名称\tLibrary", *EN]))
    assert texts_of(document) == ([*ZH, "图书馆的名称\tLibrary"], EN)


def test_tabs_that_indent_make_no_columns(tmp_path: Path) -> None:
    lines = [f"\t{line}" for line in (*ZH, *EN)]
    assert texts_of(read_text(tmp_path, "\n".join(lines))) == (lines[:3], lines[3:])


@pytest.mark.parametrize("character", ["\u2028", "\x85", "\r", "\x0b", "\x0c", "\x1d", "\x00"])
def test_nothing_but_a_line_feed_splits_a_paragraph(character: str, tmp_path: Path) -> None:
    document = read_text(tmp_path, f"before{character}behind\n{ZH[0]}\n")
    assert texts_of(document) == ([ZH[0]], [f"before{character}behind"])


def test_two_languages_of_one_script_in_one_file_are_refused_with_the_names_to_use(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"text\.txt: .*script.*text\.en\.txt and text\.de\.txt"):
        read_text(tmp_path, "Hello\nHallo\n", source_language="en", target_language="de")


def test_a_half_of_a_pair_is_all_of_one_side_whatever_its_script(tmp_path: Path) -> None:
    path = tmp_path / "a.zh.txt"
    path.write_text("APEC\n会议\n\n", encoding="utf-8")
    contents = read(path, settings=Settings(), side="source")
    assert texts_of(contents.documents[0]) == (["APEC", "会议"], [])
    assert contents.documents[0].paths == (path.as_posix(),)


def test_notes_of_decoding_are_warnings_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\r\n".join(ZH).encode("gb18030"))
    contents = read(path, settings=Settings(), shown="a.txt")
    assert ["GB18030" in contents.warnings[0], "CRLF" in contents.warnings[1]] == [True, True]
    assert contents.texts["a.txt"].content == "\r\n".join(ZH)


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.text(alphabet=st.characters(codec="utf-8"), min_size=1).filter(str.strip))
def test_every_passage_stands_at_its_line_and_column_and_no_other_text_is_lost(content: str, tmp_path: Path) -> None:
    content = content.removeprefix("\ufeff")
    if not content.strip() or content.startswith(("\ufeff", "{\\rtf", "GIF8", "%PDF", "PK")) or "\x00" in content:
        return
    document = read_text(tmp_path, content)
    lines = content.split("\n")
    passages = sorted((*document.source, *document.target), key=lambda passage: (passage.line, passage.column))
    for passage in passages:
        start = passage.column - 1
        assert lines[passage.line - 1][start : start + len(passage.text)] == passage.text
    kept = "".join(passage.text for passage in passages)
    assert "".join(kept.split()) == "".join(content.split())


WRAPPED_EN = textwrap.wrap(
    "The first paragraph is long enough to be broken by an editor, and so it has been, four times over. " * 3, 60
)
WRAPPED_ZH = ["图书馆昨天开放了新的阅览室，读者可以在那里阅读各种", "报纸和期刊，也可以使用电脑查找资料，还可以参加每周", "举行的讲座和讨论会，许多市民对此表示欢迎，认为这是", "一件好事。"]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "side"),
    [(WRAPPED_EN, None), (WRAPPED_EN, "target"), (WRAPPED_ZH, "source"), ([*ZH, "", *WRAPPED_EN], None)],
)
def test_hard_wrapped_text_is_refused_with_the_option_to_give(
    lines: list[str], side: OneSide | None, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ReadingError, match=r"a\.txt:\d+: .*hard-wrapped.*--paragraphs blank-line.*--paragraphs line"):
        read(path, settings=Settings(), shown="a.txt", side=side)


def test_whoever_says_that_lines_are_paragraphs_is_believed(tmp_path: Path) -> None:
    assert texts_of(read_text(tmp_path, "\n".join(WRAPPED_EN), paragraphs="line")) == ([], WRAPPED_EN)


def test_blank_lines_part_paragraphs_where_that_is_asked_for(tmp_path: Path) -> None:
    content = "\n".join(["A Title", "", *WRAPPED_EN, "", "", *WRAPPED_ZH, "", *WRAPPED_ZH])
    document = read_text(tmp_path, content, paragraphs="blank-line")
    assert texts_of(document) == (["".join(WRAPPED_ZH)] * 2, ["A Title", " ".join(WRAPPED_EN)])
    lines = content.split("\n")
    for passage in (*document.source, *document.target):
        for piece in passage.stretches:
            assert lines[piece.line - 1] == passage.text[piece.start : piece.end]


def test_a_block_of_both_languages_is_refused_where_blank_lines_part_paragraphs(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"text\.txt:5: this line is in another language.*from line 1 to 8"):
        read_text(tmp_path, "\n".join([*WRAPPED_ZH, *WRAPPED_EN[:4]]), paragraphs="blank-line")


def test_columns_stay_columns_whatever_parts_paragraphs(tmp_path: Path) -> None:
    lines = [f"{zh}\t{en}" for zh, en in zip(ZH, EN, strict=True)]
    assert texts_of(read_text(tmp_path, "\n".join(lines), paragraphs="blank-line")) == (ZH, EN)
