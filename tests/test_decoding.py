"""Decoding files and encoding them again."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evalkit.errors import ReadingError, SettingsError
from evalkit.files.decoding import decode_bytes, decode_file, encode_text, normalise_encoding

ENGLISH = (
    "The committee’s chairman said “we are ready” before the minister’s visit. The city’s growth – about 5% a year – has "
    "drawn many firms, and the report’s authors expect more."
)
SIMPLIFIED = "昨天下午，市图书馆举行了新馆开放仪式。读者们排队参观，工作人员介绍了借阅办法和开放时间。"
TRADITIONAL = "昨天下午，市圖書館舉行了新館開放儀式。讀者們排隊參觀，工作人員介紹了借閱辦法和開放時間。"
MIXED_SIMPLIFIED = f"{SIMPLIFIED}\nThe new library opened yesterday (新馆).\n"
MIXED_TRADITIONAL = f"{TRADITIONAL}\nThe new library opened yesterday (新館).\n"
SHORT_ENGLISH = "The mayor’s office"
SHORT_SIMPLIFIED = "图书馆开放了"
SHORT_TRADITIONAL = "圖書館開放了"
SHORT_MIXED = "图书馆 Library"

UNMARKED = [
    (ENGLISH, "cp1252"),
    (ENGLISH, "gb18030"),
    (ENGLISH, "cp950"),
    (SIMPLIFIED, "gb18030"),
    (TRADITIONAL, "gb18030"),
    (TRADITIONAL, "cp950"),
    (MIXED_SIMPLIFIED, "gb18030"),
    (MIXED_TRADITIONAL, "cp950"),
    (SHORT_ENGLISH, "cp1252"),
    (SHORT_ENGLISH, "gb18030"),
    (SHORT_ENGLISH, "cp950"),
    (SHORT_SIMPLIFIED, "gb18030"),
    (SHORT_TRADITIONAL, "cp950"),
    (SHORT_MIXED, "gb18030"),
    ("圖書館 Library", "cp950"),
    ("Im Frühjahr fällt größerer Regen über München.", "cp1252"),
    ("L’été dernier, la forêt a brûlé près de là.", "cp1252"),
    (ENGLISH, "utf-16-le"),
    (ENGLISH, "utf-16-be"),
    (SIMPLIFIED, "utf-16-le"),
    (TRADITIONAL, "utf-16-be"),
    (MIXED_SIMPLIFIED, "utf-16-le"),
    (SHORT_ENGLISH, "utf-16-le"),
    ("plain letters", "utf-16-le"),
    (SHORT_SIMPLIFIED, "utf-16-be"),
]
TEXTS = [ENGLISH, SIMPLIFIED, TRADITIONAL, MIXED_SIMPLIFIED, SHORT_ENGLISH, SHORT_SIMPLIFIED, SHORT_MIXED, "a", "好"]
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
}


@pytest.mark.parametrize(("content", "encoding"), UNMARKED)
def test_an_encoding_without_a_mark_is_told_from_the_text_and_reported_with_a_sample(
    content: str, encoding: str
) -> None:
    text = decode_bytes(content.encode(encoding), shown="a.txt")
    assert (text.content, text.encoding, text.guessed, text.bom) == (content, encoding, True, False)
    note = next(note for note in text.notes if "guessed" in note)
    assert note.startswith("a.txt: ") and "--encoding" in note
    assert note.split("“", 1)[1].split("”.")[0] in " ".join(content.split())


@pytest.mark.parametrize("encoding", MARKS)
@pytest.mark.parametrize("content", TEXTS)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(content: str, encoding: str) -> None:
    data = MARKS[encoding] + content.encode(encoding)
    text = decode_bytes(data, shown="a.txt")
    assert (text.content, text.encoding, text.guessed, text.bom) == (content, encoding, False, True)
    assert encode_text(text.content, text) == data


@pytest.mark.parametrize("content", TEXTS)
def test_valid_utf_8_is_utf_8_without_a_note(content: str) -> None:
    text = decode_bytes(content.encode(), shown="a.txt")
    assert (text.content, text.encoding, text.guessed, text.notes) == (content, "utf-8", False, ())


def test_an_english_text_with_curly_apostrophes_is_never_read_as_chinese() -> None:
    data = "Women’s Federation".encode("cp1252")
    assert data.decode("gb18030") == "Women抯 Federation"
    assert decode_bytes(data, shown="a.txt").content == "Women’s Federation"


@pytest.mark.parametrize(
    ("content", "encoding"), [("安", "gb18030"), ("覆盖", "gb18030"), ("漁船", "cp950"), ("20°C", "cp1252")]
)
def test_too_little_text_to_tell_two_encodings_is_refused_with_both_readings(content: str, encoding: str) -> None:
    with pytest.raises(ReadingError) as refused:
        decode_bytes(content.encode(encoding), shown="a.txt")
    message = str(refused.value)
    assert message.startswith("a.txt:1:") and "too little text" in message
    assert f"(“{content}”)" in message
    assert message.count("--encoding") == 2


@pytest.mark.parametrize(
    ("content", "encoding"), [("安", "gb18030"), ("假", "big5"), ("Übung", "windows-1252"), ("안", "euc-kr")]
)
def test_an_encoding_that_is_asked_for_is_taken(content: str, encoding: str) -> None:
    text = decode_bytes(content.encode(encoding), encoding, shown="a.txt")
    assert (text.content, text.guessed) == (content, False)


def test_valid_utf_8_read_as_something_else_on_demand_is_noted() -> None:
    text = decode_bytes("é".encode(), "cp1252", shown="a.txt")
    assert text.content == "Ã©"
    assert "valid UTF-8" in text.notes[0]


def test_a_mark_goes_before_the_encoding_that_is_asked_for() -> None:
    text = decode_bytes(codecs.BOM_UTF8 + "好".encode(), "gb18030", shown="a.txt")
    assert (text.content, text.encoding) == ("好", "utf-8")
    assert "byte-order mark" in text.notes[0]


@pytest.mark.parametrize(("encoding", "content"), [("utf-16", "plain"), ("utf-16", "好的"), ("UTF-16BE", "好的")])
def test_utf_16_may_be_asked_for_without_a_mark(encoding: str, content: str) -> None:
    data = content.encode("utf-16-be")
    text = decode_bytes(data, encoding, shown="a.txt")
    assert text.content == content
    assert encode_text(text.content, text) == data


def test_one_damaged_byte_in_utf_8_is_refused_with_its_place_instead_of_read_as_something_else() -> None:
    data = f"第一行\n{SIMPLIFIED}".encode()
    damaged = data[:19] + b"\x81" + data[20:]
    with pytest.raises(ReadingError, match=r"a\.txt:2:4: byte 0x.. \(offset \d+\) is not UTF-8"):
        decode_bytes(damaged, shown="a.txt")


def test_a_byte_that_no_encoding_has_is_refused_with_its_place() -> None:
    with pytest.raises(ReadingError, match=r"a\.txt:2:3: byte 0x81 \(offset 6\).*--encoding"):
        decode_bytes(b"abc\nde\x81 f", shown="a.txt")


def test_a_byte_that_the_encoding_asked_for_lacks_is_refused_with_its_place() -> None:
    with pytest.raises(ReadingError, match=r"a\.txt:1:3: byte 0xE9 \(offset 5\) is not UTF-8"):
        decode_bytes(codecs.BOM_UTF8 + b"ab\xe9 f", shown="a.txt")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("한국어 문장은 이렇게 생겼습니다. 오늘 발표했다.", "euc-kr"),
        ("これは日本語の文章です。今日発表した。", "shift-jis"),
        ("Это русский текст, который никто не ждал.", "koi8-r"),
    ],
)
def test_a_text_in_no_known_encoding_is_refused(content: str, encoding: str) -> None:
    with pytest.raises(ReadingError, match=r"a\.txt:1:1: byte .*--encoding"):
        decode_bytes(content.encode(encoding), shown="a.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "docx"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word"),
        (b"{\\rtf1\\ansi text}", "RTF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
    ],
)
def test_a_binary_file_is_refused_as_what_it_is(data: bytes, kind: str) -> None:
    with pytest.raises(ReadingError, match=rf"a\.txt: this is .*{kind}"):
        decode_bytes(data, shown="a.txt")


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b" \n\r\n\t", "\u3000\n".encode()])
def test_a_file_without_text_is_refused_by_name(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "nothing.txt"
    path.write_bytes(data)
    with pytest.raises(ReadingError, match=r"nothing\.txt: the file (is empty|holds white space only)"):
        decode_file(path)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"gone\.txt: the file cannot be read: No such file"):
        decode_file(tmp_path / "gone.txt")


def test_control_characters_are_kept() -> None:
    content = "one\x00two\x0bthree\x85four\u2028five\x1b\n好"
    assert decode_bytes(content.encode(), shown="a.txt").content == content


def test_only_line_feeds_end_lines_and_crlf_is_noted() -> None:
    text = decode_bytes("a\r\nb\rc\u2028d\x85e\x0bf\ng\r\n\n".encode(), shown="a.txt")
    assert text.lines == ("a", "b\rc\u2028d\x85e\x0bf", "g", "")
    assert (text.line_ends, text.crlf) == (4, 2)
    assert "2 of 4 lines end in CRLF" in text.notes[0]
    assert "1 carriage return inside" in text.notes[1]


@pytest.mark.parametrize(
    ("content", "lines"), [("a", ("a",)), ("a\n", ("a",)), ("a\n\n", ("a", "")), ("\na", ("", "a")), ("a\r", ("a\r",))]
)
def test_nothing_behind_the_last_line_feed_is_no_line(content: str, lines: tuple[str, ...]) -> None:
    assert decode_bytes(content.encode(), shown="a.txt").lines == lines


def test_a_character_that_the_files_encoding_lacks_cannot_be_written_back() -> None:
    text = decode_bytes(ENGLISH.encode("cp1252"), shown="a.txt")
    with pytest.raises(ReadingError, match=r"a\.txt:2:1: “好” \(U\+597D\) cannot be written in Windows-1252"):
        encode_text("line\n好", text)


def test_a_file_whose_bytes_have_two_spellings_says_that_it_cannot_be_written_back() -> None:
    data = "圖書館開放了".encode("cp950") + b"\xa2\xcc"
    text = decode_bytes(data, shown="a.txt")
    assert not text.exact
    assert "byte for byte" in text.notes[-1]


@pytest.mark.parametrize(
    ("name", "codec"),
    [("UTF8", "utf-8"), ("utf-8-sig", "utf-8"), ("GBK", "gb18030"), ("Big5", "cp950"), ("latin-1", "cp1252")],
)
def test_encodings_go_by_their_usual_names(name: str, codec: str) -> None:
    assert normalise_encoding(name) == codec


@pytest.mark.parametrize("name", ["utf-99", "rot13", "hex", ""])
def test_an_unknown_encoding_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="no encoding"):
        normalise_encoding(name)


@given(content=st.text(min_size=1), encoding=st.sampled_from(sorted(MARKS)), marked=st.booleans())
def test_what_is_decoded_is_encoded_again_byte_for_byte(content: str, encoding: str, marked: bool) -> None:
    assume(content.strip() and not content.startswith(("\ufeff", "\x00", "\ufffe")))
    data = (MARKS[encoding] if marked else b"") + content.encode(encoding)
    assume(data[:4].strip(b"\x00") or encoding != "utf-32-le")
    try:
        text = decode_bytes(data, None if marked else encoding, shown="a.txt")
    except ReadingError as refused:
        assert "this is" in str(refused)  # arbitrary text may begin like an archive
        return
    assert text.content == content
    assert encode_text(text.content, text) == data


@given(data=st.binary(min_size=1, max_size=60))
def test_any_bytes_are_read_exactly_or_refused_with_a_reason(data: bytes) -> None:
    try:
        text = decode_bytes(data, shown="a.txt")
    except ReadingError as refused:
        assert str(refused).startswith("a.txt:")
        return
    assert not text.exact or encode_text(text.content, text) == data
