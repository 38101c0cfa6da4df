"""Reading translation memories."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import BOMB, THEFT

from evalkit.errors import ReadingError
from evalkit.files.settings import Settings
from evalkit.readers import Contents
from evalkit.readers.tmx import read
from evalkit.reading.reading import read_paths


def unit(texts: dict[str, str], attributes: str = "") -> str:
    variants = "".join(f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>' for code, text in texts.items())
    return f"<tu {attributes}>{variants}</tu>"


def read_memory(folder: Path, units: str, before: str = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">', **chosen: str) -> Contents:
    path = folder / "a.tmx"
    content = f'<?xml version="1.0"?>{before}<tmx version="1.4"><header srclang="zh"/><body>{units}</body></tmx>'
    path.write_bytes(content.encode())
    return read(path, settings=Settings(**chosen), shown="a.tmx")  # type: ignore[arg-type]


def pairs_of(contents: Contents) -> list[tuple[list[str], list[str]]]:
    (document,) = contents.documents
    return [
        ([document.source[i].text for i in bead.source], [document.target[j].text for j in bead.target])
        for bead in document.beads
    ]


def test_units_are_pairs_with_their_names_or_numbers(tmp_path: Path) -> None:
    units = unit({"EN-GB": "One.", "ZH-CN": "一。"}, 'tuid="t7"') + unit({"zh": "二。", "en": "Two."})
    contents = read_memory(tmp_path, units)
    assert pairs_of(contents) == [(["一。"], ["One."]), (["二。"], ["Two."])]
    places = [(one.line, one.column, one.location) for one in contents.documents[0].target]
    assert places == [(1, 4, "unit “t7”"), (2, 4, "unit 2")]
    assert contents.lines["a.tmx"] == ("一。\tOne.", "二。\tTwo.")
    assert contents.warnings == ()


def test_the_lang_of_version_1_1_is_understood(tmp_path: Path) -> None:
    assert pairs_of(read_memory(tmp_path, unit({"zh": "一。", "en": "One."}).replace("xml:lang", "lang"))) == [
        (["一。"], ["One."])
    ]


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        ('A <bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept> word.', "A bold word."),
        ('A <hi type="term">term</hi>.', "A term."),
        ('Press <ph x="1">{0}<sub>alt</sub></ph>.', "Press \ufffc."),
        ("A <ut>{\\b}</ut> word.", "A \ufffc word."),
        ('Half <it pos="begin">&lt;i&gt;</it>open.', "Half open."),
    ],
)
def test_inline_tags_leave_text_nothing_or_a_stand_in(inline: str, text: str, tmp_path: Path) -> None:
    assert pairs_of(read_memory(tmp_path, unit({"zh": "一。", "en": inline}))) == [(["一。"], [text])]


def test_the_first_variant_of_a_language_is_read_and_units_without_one_are_counted(tmp_path: Path) -> None:
    units = (
        unit({"zh-CN": "汉", "zh-TW": "漢", "en": "Han"})
        + unit({"zh": "无"})
        + unit({"zh": "空", "en": " "})
        + unit({"fr": "Un", "en": "One"})
    )
    contents = read_memory(tmp_path, units)
    assert pairs_of(contents) == [(["汉"], ["Han"])]
    assert contents.warnings == ("a.tmx: 3 of 4 units lack zh or en and are left out.",)


@pytest.mark.parametrize(
    ("units", "before", "message"),
    [
        (unit({"de": "Eins", "fr": "Un"}), "", r"a\.tmx: no unit holds both zh and en; the memory holds de, fr\. Give the two languages"),
        ("", "", r"a\.tmx: no unit holds both zh and en; the memory holds no language"),
        (unit({"zh": "&b;", "en": "x"}), BOMB, r"a\.tmx: it declares an XML entity"),
        (unit({"zh": "&a;", "en": "x"}), THEFT, r"a\.tmx: it declares an XML entity"),
        ("<tu>", "", r"a\.tmx:1:\d+: this is not XML"),
    ],
)  # fmt: skip
def test_what_is_hostile_or_no_memory_of_the_languages_is_refused(
    units: str, before: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ReadingError, match=message):
        read_memory(tmp_path, units, before)


def test_another_kind_of_xml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text("<html/>")
    with pytest.raises(ReadingError, match=r"a\.tmx: its first element is <html>; expected <tmx>"):
        read(tmp_path / "a.tmx", settings=Settings(), shown="a.tmx")


def test_no_language_is_said_to_be_assumed_where_the_file_names_it(tmp_path: Path) -> None:
    read_memory(tmp_path, unit({"zh": "一。", "en": "One."}))
    assert not any("assumed" in warning for warning in read_paths([tmp_path / "a.tmx"]).warnings)
    (tmp_path / "b.txt").write_text("一。\nOne.\n", encoding="utf-8")
    assert any("assumed" in warning for warning in read_paths([tmp_path / "b.txt"]).warnings)
