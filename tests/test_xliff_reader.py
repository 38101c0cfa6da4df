"""Reading XLIFF, 1.2 and 2.x."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import BOMB, THEFT

from evalkit.alignment.pairing import align_document
from evalkit.errors import NoDocumentError, ReadingError
from evalkit.files.settings import Settings
from evalkit.readers import Contents
from evalkit.readers.xliff import read


def make_1(units: str, *, languages: tuple[str, str] = ("zh-CN", "en-US"), before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{before}<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        f'<file source-language="{languages[0]}" target-language="{languages[1]}" original="../../a.html"><body>{units}</body></file></xliff>'
    )


def make_2(units: str) -> str:
    return (
        '<?xml version="1.0"?><xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="zh" trgLang="en">'
        f'<file id="f1">{units}</file></xliff>'
    )


def unit(source: str, target: str | None, attributes: str = 'id="u1"', state: str = "") -> str:
    stated = f' state="{state}"' if state else ""
    end = "" if target is None else f"<target{stated}>{target}</target>"
    return f"<trans-unit {attributes}><source>{source}</source>{end}</trans-unit>"


def read_units(folder: Path, content: str, **chosen: str) -> Contents:
    path = folder / "a.xlf"
    path.write_bytes(content.encode())
    return read(path, settings=Settings(**chosen), shown="a.xlf")  # type: ignore[arg-type]


def pairs_of(contents: Contents) -> list[tuple[list[str], list[str]]]:
    (document,) = contents.documents
    return [
        ([document.source[i].text for i in bead.source], [document.target[j].text for j in bead.target])
        for bead in document.beads
    ]


def test_units_are_pairs_with_their_ids_in_groups_and_several_files(tmp_path: Path) -> None:
    second = unit("二。", "Two.", 'id="u2"')
    content = make_1(f"<group><group>{unit('一。', 'One.')}</group></group>{second}")
    content = content.replace("</xliff>", content[content.index("<file") : content.index("</xliff>")] + "</xliff>")
    contents = read_units(tmp_path, content)
    (document,) = contents.documents
    assert pairs_of(contents) == [(["一。"], ["One."]), (["二。"], ["Two."])] * 2
    assert [(one.line, one.column, one.location) for one in document.target] == [
        (1, 4, "unit “u1”"),
        (2, 4, "unit “u2”"),
        (3, 4, "unit “u1”"),
        (4, 4, "unit “u2”"),
    ]
    for passage in (*document.source, *document.target):
        assert contents.lines["a.xlf"][passage.line - 1][passage.column - 1 :].startswith(passage.text)


def test_segments_of_version_2_are_pairs_and_name_unit_and_segment(tmp_path: Path) -> None:
    content = make_2(
        '<unit id="u1"><notes><note>n</note></notes><segment><source>一。</source><target>One.</target></segment></unit>'
        '<unit id="u2"><segment id="s1"><source>二。</source><target>Two.</target></segment><ignorable><source> </source></ignorable>'
        "<segment><source>三。</source><target>Three.</target></segment></unit>"
    )
    contents = read_units(tmp_path, content)
    assert pairs_of(contents) == [(["一。"], ["One."]), (["二。"], ["Two."]), (["三。"], ["Three."])]
    assert [passage.location for passage in contents.documents[0].target] == [
        "unit “u1”",
        "unit “u2”, segment “s1”",
        "unit “u2”, segment “2”",
    ]


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        ('Press <g id="1">the <g id="2">red</g></g> key.', "Press the red key."),
        ('Press <x id="1"/> now.', "Press \ufffc now."),
        ('Press <ph id="1">&lt;img/&gt;</ph> now.', "Press \ufffc now."),
        ('<bpt id="1">&lt;b&gt;</bpt>Now<ept id="1">&lt;/b&gt;</ept>.', "Now."),
        ('<bx id="1"/>Now<ex id="1"/> <it id="2" pos="open">&lt;i&gt;</it>here.', "Now here."),
        ('A <mrk mtype="term">term<!-- not text --></mrk>.', "A term."),
        ("A &amp; B &lt;c&gt; &#x2019;", "A & B <c> ’"),
    ],
)
def test_inline_tags_of_version_1_leave_text_nothing_or_a_stand_in(inline: str, text: str, tmp_path: Path) -> None:
    assert pairs_of(read_units(tmp_path, make_1(unit("一。", inline)))) == [(["一。"], [text])]


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        ('Press <pc id="1">the <mrk id="m">red</mrk></pc> key<ph id="2"/>.', "Press the red key\ufffc."),
        ('<sc id="1"/>Now<ec startRef="1"/><sm id="2"/>.<em startRef="2"/>', "Now."),
        ('A<cp hex="001A"/>B<cp hex="D800"/>C<cp hex="zz"/>', "A\x1aBC"),
    ],
)
def test_inline_tags_of_version_2_too(inline: str, text: str, tmp_path: Path) -> None:
    content = make_2(f'<unit id="u"><segment><source>一。</source><target>{inline}</target></segment></unit>')
    assert pairs_of(read_units(tmp_path, content)) == [(["一。"], [text])]


def test_a_tag_for_a_line_break_parts_paragraphs(tmp_path: Path) -> None:
    contents = read_units(tmp_path, make_1(unit("一。二。", 'One.<x id="1" ctype="lb"/>Two.')))
    assert pairs_of(contents) == [(["一。二。"], ["One.", "Two."])]


def test_white_space_is_kept_only_where_the_file_says_so(tmp_path: Path) -> None:
    content = make_1(unit("\n  第一行\n  第二行\n", "\n  Line one\n  and  two\n"))
    assert pairs_of(read_units(tmp_path, content)) == [(["第一行第二行"], ["Line one and  two"])]
    kept = content.replace("<trans-unit ", '<trans-unit xml:space="preserve" ')
    assert pairs_of(read_units(tmp_path, kept)) == [(["  第一行", "  第二行"], ["  Line one", "  and  two"])]


@pytest.mark.parametrize(
    ("target", "attributes", "state", "kept"),
    [
        (None, "", "", False),
        ("", "", "", False),
        ("", "", "needs-translation", False),
        ("", "", "translated", True),
        ("", "", "final", True),
        (None, 'approved="yes"', "", True),
        ("一。", "", "new", False),
        ("One.", "", "new", True),
        ("一。", "", "translated", True),
        ("One.", 'translate="no"', "", False),
    ],
)
def test_a_unit_without_a_target_is_an_omission_only_if_its_state_says_so(
    target: str | None, attributes: str, state: str, kept: bool, tmp_path: Path
) -> None:
    content = make_1(unit("一。", target, f'id="odd" {attributes}', state) + unit("二。", "Two."))
    pairs = pairs_of(read_units(tmp_path, content))
    assert pairs == ([(["一。"], [target] if target else [])] if kept else []) + [(["二。"], ["Two."])]


def test_how_many_units_are_left_out_is_said(tmp_path: Path) -> None:
    content = make_1("".join(unit("一。", None, f'id="u{n}"') for n in range(5)) + unit("二。", "Two.", 'id="u9"'))
    contents = read_units(tmp_path, content)
    assert contents.warnings == (
        "a.xlf: 5 units are not translated yet and left out: unit “u0”, unit “u1”, unit “u2”, ….",
    )
    assert contents.documents[0].target[0].line == 6


def test_pairs_are_those_of_the_file_whatever_aligning_would_make_of_them(tmp_path: Path) -> None:
    content = make_1(unit("共有12人。", "There were 99 birds.") + unit("另有99只鸟。", "There were 12 people."))
    beads = align_document(read_units(tmp_path, content).documents[0])
    assert [(bead.source, bead.target, bead.confidence) for bead in beads] == [((0,), (0,), 1.0), ((1,), (1,), 1.0)]


def test_other_languages_are_refused_with_the_options_to_give(tmp_path: Path) -> None:
    content = make_1(unit("Hallo", "Hello"), languages=("de-DE", "en"))
    with pytest.raises(
        ReadingError, match=r"a\.xlf: .*from de-DE to en; expected from zh to en\. Give --source-language de-DE"
    ):
        read_units(tmp_path, content)
    assert pairs_of(read_units(tmp_path, content, source_language="de")) == [(["Hallo"], ["Hello"])]


def test_a_file_without_translations_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(NoDocumentError, match=r"a\.xlf: of 1 units none is translated yet"):
        read_units(tmp_path, make_1(unit("一。", None)))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_other_encodings_are_read_as_the_file_declares_them(encoding: str, tmp_path: Path) -> None:
    content = make_1(unit("图书馆。", "Library.")).replace('version="1.0"?', f'version="1.0" encoding="{encoding}"?')
    (tmp_path / "a.xlf").write_bytes(content.encode(encoding))
    assert pairs_of(read(tmp_path / "a.xlf", settings=Settings())) == [(["图书馆。"], ["Library."])]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (make_1(unit("&b;", "x"), before=BOMB), r"a\.xlf: it declares an XML entity"),
        (make_1(unit("&a;", "x"), before=THEFT), r"a\.xlf: it declares an XML entity"),
        ("<xliff version='1.2'>\n<file></xliff>", r"a\.xlf:2:9: this is not XML: mismatched tag"),
        ("", r"a\.xlf:1:1: this is not XML: no element found"),
        ("<html/>", r"a\.xlf: its first element is <html>; expected <xliff>"),
        ('<?xml version="1.0" encoding="klingon"?><xliff/>', r"a\.xlf: its encoding cannot be read"),
        (make_1(unit("一。", "<g>" * 5000 + "x" + "</g>" * 5000)), r"a\.xlf: unit “u1”: its inline elements are nested more than"),
    ],
)  # fmt: skip
def test_what_is_hostile_or_no_xliff_is_refused(content: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=message):
        read_units(tmp_path, content)
