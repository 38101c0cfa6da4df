"""Every format of aligned lines gives the same lines, names and roles, and refuses with path and line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from evalkit.errors import ReadingError
from evalkit.readers.lines import read_texts


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_plain_text_has_a_segment_a_line_blank_ones_too(tmp_path: Path) -> None:
    (text,) = read_texts(write(tmp_path / "A.en", "one\n\nthree\u2028still three\n"))
    assert (text.name, text.role, text.texts) == ("A", None, ["one", "", "three\u2028still three"])
    assert [passage.line for passage in text.lines] == [1, 2, 3]


def test_a_gzip_file_is_unpacked_and_named_without_its_suffix(tmp_path: Path) -> None:
    (text,) = read_texts(write(tmp_path / "A.en.gz", gzip.compress(b"one\ntwo\n")))
    assert (text.name, text.texts) == ("A", ["one", "two"])


def test_a_broken_gzip_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"A\.en\.gz.*gzip"):
        read_texts(write(tmp_path / "A.en.gz", gzip.compress(b"one\n" * 100)[:-12]))
    with pytest.raises(ReadingError, match=r"B\.en\.gz.*gzip"):
        read_texts(write(tmp_path / "B.en.gz", "one\n"))


TABLES = {
    "t.tsv": 'source\treference.A\thypothesis.one\tdocument\tdomain\n一\t"one"\ta, b\td1\tnews\n二\ttwo\tc\td2\tnews\n',
    "t.csv": 'source,reference.A,hypothesis.one,document,domain\n一,"""one""","a, b",d1,news\n二,two,c,d2,news\n',
    "t.jsonl": '{"source": "一", "reference.A": "\\"one\\"", "hypothesis.one": "a, b", "document": "d1", "domain": "news"}\n'
    '{"source": "二", "reference.A": "two", "hypothesis.one": "c", "document": "d2", "domain": "news"}\n',
}


@pytest.mark.parametrize("name", TABLES)
def test_a_tables_columns_are_known_by_their_names(tmp_path: Path, name: str) -> None:
    source, reference, hypothesis = read_texts(write(tmp_path / name, TABLES[name]))
    assert (source.role, source.texts) == ("source", ["一", "二"])
    assert (reference.role, reference.name, reference.texts) == ("reference", "A", ['"one"', "two"])
    assert (hypothesis.role, hypothesis.name, hypothesis.texts) == ("hypothesis", "one", ["a, b", "c"])
    assert (hypothesis.documents, hypothesis.domains) == (("d1", "d2"), ("news", "news"))


def test_any_column_of_a_table_can_be_named(tmp_path: Path) -> None:
    (text,) = read_texts(write(tmp_path / "t.tsv", "id\tnmt\n1\tfirst\n2\tsecond\n"), column="nmt")
    assert (text.name, text.role, text.texts) == ("nmt", None, ["first", "second"])
    assert text.lines[0].line == 2


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("t.tsv", "source\treference\na\tb\tc\n", r"t\.tsv:2: the row has 3 cells"),
        ("t.csv", 'source,reference\na,b\n"a,b\n', r"t\.csv:3:1: a quote opens this cell and none closes it"),
        ("t.csv", "source,source\na,b\n", r"t\.csv:1: two columns are called “source”"),
        ("t.csv", "source,reference\na,b\n\nc,d\n", r"t\.csv:3: the row has 0 cells"),
        ("t.tsv", "id\tnmt\n1\tx\n", r"has: id, nmt"),
        ("t.jsonl", '{"source": "a"}\n{"source": 3}\n', r"t\.jsonl:2: “source”"),
        ("t.jsonl", '{"source": "a"}\n{"source"\n', r"t\.jsonl:2:\d+: this is no JSON"),
        ("t.jsonl", '["a"]\n', r"t\.jsonl:1: one JSON object"),
        ("t.xml", "<dataset><doc></dataset>", r"t\.xml:1:\d+: this is no XML"),
        ("t.xml", "<dataset/>", "no <src>"),
        ("t.sgm", "<srcset></srcset>", "no <seg>"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(tmp_path: Path, name: str, content: str, expected: str) -> None:
    with pytest.raises(ReadingError, match=expected):
        read_texts(write(tmp_path / name, content))


XML = """<?xml version='1.0' encoding='utf-8'?>
<dataset id="test"><collection id="general">
<doc origlang="zh" id="d1" domain="news">
<src lang="zh"><p><seg id="1">一</seg><seg id="2">二 &amp; 三</seg></p></src>
<ref lang="en" translator="A"><p><seg id="1">one</seg><seg id="2">two &amp; three</seg></p></ref>
<hyp system="S" lang="en"><p><seg id="2">zwei</seg><seg id="1">eins</seg></p></hyp>
</doc></collection></dataset>
"""


def test_wmt_xml_gives_source_references_and_outputs_in_the_sources_order(tmp_path: Path) -> None:
    source, reference, hypothesis = read_texts(write(tmp_path / "t.xml", XML))
    assert (source.role, source.texts) == ("source", ["一", "二 & 三"])
    assert (reference.role, reference.name, reference.texts) == ("reference", "A", ["one", "two & three"])
    assert (hypothesis.role, hypothesis.name, hypothesis.texts) == ("hypothesis", "S", ["eins", "zwei"])
    assert (hypothesis.documents, hypothesis.domains) == (("d1", "d1"), ("news", "news"))
    assert [passage.line for passage in source.lines] == [4, 4]


def test_wmt_xml_with_a_segment_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="segment 2 of document d1 is on one side only"):
        read_texts(write(tmp_path / "t.xml", XML.replace('<seg id="2">zwei</seg>', "")))


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><dataset><doc id="1"><src><seg id="1">&b;</seg></src></doc></dataset>'
    with pytest.raises(ReadingError, match="entity"):
        read_texts(write(tmp_path / "t.xml", bomb))


def test_sgm_gives_documents_and_reads_the_entities(tmp_path: Path) -> None:
    content = (
        '<tstset setid="t" srclang="any" trglang="en">\n<doc sysid="S" docid="d1" genre="news">\n<p>\n'
        '<seg id="1"> Marks & Spencer </seg>\n<seg id="2">a &lt; b &amp; &quot;c&quot;</seg>\n</p></doc></tstset>\n'
    )
    (text,) = read_texts(write(tmp_path / "t.sgm", content))
    assert (text.role, text.name) == ("hypothesis", "S")
    assert text.texts == ["Marks & Spencer", 'a < b & "c"']
    assert [passage.line for passage in text.lines] == [4, 5]
    assert (text.documents, text.domains) == (("d1", "d1"), ("news", "news"))


def test_a_tables_blank_end_is_no_row_and_a_line_end_is_no_text(tmp_path: Path) -> None:
    (source, _) = read_texts(write(tmp_path / "t.csv", "source,reference\r\na,b\r\n\r\n"))
    assert source.texts == ["a"]
    (only,) = read_texts(write(tmp_path / "t.tsv", "hypothesis\na\n\nb\n"))
    assert only.texts == ["a", "", "b"]


def test_a_cell_of_several_lines_is_one_segment_at_its_first_line(tmp_path: Path) -> None:
    (text,) = read_texts(write(tmp_path / "t.csv", 'hypothesis\n"a ""b""\nc"\nd\n'))
    assert [(passage.text, passage.line) for passage in text.lines] == [('a "b"\nc', 2), ("d", 4)]
