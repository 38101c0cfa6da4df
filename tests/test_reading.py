"""Reading files and folders as a collection of documents."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from evalkit.errors import PairingError, ReadingError, SettingsError
from evalkit.files.settings import Settings
from evalkit.reading.reading import read_folder, read_pair, read_paths

BOTH = "第一段。\n第二段。\nFirst.\nSecond.\n"
DATA = os.environ.get("EVALKIT_DATA")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, content in {
        "b.txt": BOTH,
        "a.zh-CN.txt": "一个段落。\nAPEC\n",
        "a.en.txt": "A paragraph.\nAPEC\n",
        "c.txt": "Only a target.\n",
        "README.md": "about",
        "outputs/one/b.txt": "First one.\nSecond one.\n",
        "outputs/one/a.txt": "One.\n\n",
        "references/who/b.txt": "First!\nSecond!\n",
        "reports/b.txt": "no document",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content.encode())
    return tmp_path


def test_a_folder_is_read_with_everything_beside_its_documents(folder: Path) -> None:
    collection = read_folder(folder)
    assert [document.name for document in collection.documents] == ["a", "b", "c"]
    assert [(len(document.source), len(document.target)) for document in collection.documents] == [
        (2, 2),
        (2, 2),
        (0, 1),
    ]
    assert collection.documents[0].paths == ("a.en.txt", "a.zh-CN.txt")
    assert {document.folder for document in collection.documents} == {folder.as_posix()}
    assert [passage.text for passage in collection.outputs["one"]["a"]] == ["One.", ""]
    assert [passage.path for passage in collection.references["who"]["b"]] == ["references/who/b.txt"] * 2
    assert collection.ignored == ("README.md", "reports/")
    assert (collection.outputs_to_align, collection.references_to_align) == (frozenset(), frozenset())
    assert collection.contents["b.txt"] == BOTH
    assert set(collection.contents) == set(collection.inputs) == {
        "a.en.txt", "a.zh-CN.txt", "b.txt", "c.txt", "outputs/one/a.txt", "outputs/one/b.txt", "references/who/b.txt",
    }  # fmt: skip
    for path, digest in collection.inputs.items():
        assert digest == hashlib.sha256((folder / path).read_bytes()).hexdigest()


def test_that_the_source_language_was_assumed_is_said_once(folder: Path) -> None:
    said = [warning for warning in read_folder(folder).warnings if "assumed" in warning]
    assert said == [
        'The source language was assumed to be Chinese. To say so, set source_language = "zh" in evalkit.toml, or give --source-language.'
    ]
    (folder / "evalkit.toml").write_text('source_language = "zh"', encoding="utf-8")
    collection = read_folder(folder)
    assert not any("assumed" in warning for warning in collection.warnings)
    assert "evalkit.toml" not in collection.ignored


def test_everything_a_reader_or_an_output_notes_is_a_warning(folder: Path) -> None:
    (folder / "d.txt").write_bytes("图书馆昨天开放了新的阅览室。\r\n".encode("gb18030"))
    (folder / "outputs/one/d.txt").write_bytes(b"The library.\r\n")
    warnings = read_folder(folder).warnings
    assert [
        any(start in warning for warning in warnings)
        for start in ("d.txt: read as GB18030", "d.txt: all lines end in CRLF")
    ] == [True] * 2
    assert any(warning.startswith("outputs/one/d.txt: all lines end in CRLF") for warning in warnings)
    assert "outputs/one: there is no output for document “c”." not in warnings


def test_an_audit_of_a_folder_leaves_outputs_alone_unless_they_are_asked_for(folder: Path) -> None:
    (folder / "outputs/one/b.txt").write_text("One line too few.", encoding="utf-8")
    assert read_paths([folder]).outputs == {}
    with pytest.raises(PairingError):
        read_paths([folder], outputs=True)


def test_files_keep_the_path_that_was_given_and_pair_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    given = [Path(folder.name) / name for name in ("a.zh-CN.txt", "a.en.txt", "b.txt")]
    collection = read_paths([*given, folder / "b.txt"], Settings())
    assert [document.paths for document in collection.documents] == [
        (f"{folder.name}/a.zh-CN.txt", f"{folder.name}/a.en.txt"),
        (f"{folder.name}/b.txt",),
    ]
    assert collection.documents[1].source[0].path == f"{folder.name}/b.txt"
    assert [document.folder for document in collection.documents] == ["", ""]


def test_a_half_alone_is_a_document_of_one_side(folder: Path) -> None:
    (document,) = read_paths([folder / "a.en.txt"]).documents
    assert (document.name, len(document.source), len(document.target)) == ("a", 0, 2)


def test_halves_with_each_others_script_are_read_with_a_warning(folder: Path) -> None:
    (folder / "a.zh-CN.txt").write_text("Plain English.\nAnd more.", encoding="utf-8")
    warnings = read_folder(folder).warnings
    assert "a.zh-CN.txt: mostly in the script of “en”, but its name says “zh”." in warnings


def test_two_named_files_are_a_pair_whatever_they_are_called(folder: Path) -> None:
    (folder / "source").mkdir()
    (folder / "x.txt").write_text("Eins.\n\nZwei.", encoding="utf-8")
    (folder / "y.txt").write_text("One.\nTwo.\nThree.", encoding="utf-8")
    collection = read_pair(folder / "x.txt", folder / "y.txt", source_language="de", target_language="en")
    (document,) = collection.documents
    assert (document.name, [p.line for p in document.source], [p.line for p in document.target]) == (
        "x",
        [1, 3],
        [1, 2, 3],
    )
    assert set(collection.inputs) == {(folder / name).as_posix() for name in ("x.txt", "y.txt")}


def test_documents_of_one_name_in_two_folders_are_refused(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.txt").write_text(BOTH, encoding="utf-8")
    with pytest.raises(PairingError, match=r"b\.txt.*document “b”"):
        read_paths([folder, other])


def test_folders_whose_settings_differ_are_refused(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "e.txt").write_text(BOTH, encoding="utf-8")
    (other / "evalkit.toml").write_text('target_language = "de"', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"other/evalkit\.toml and .*evalkit\.toml ask for different settings"):
        read_paths([folder, other])


@pytest.mark.parametrize("name", ["gone.txt", "gone"])
def test_a_path_that_is_not_there_is_refused_by_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=f"{name}: there is no such"):
        read_paths([tmp_path / name])
    with pytest.raises(ReadingError, match=f"{name}: there is no such folder"):
        read_folder(tmp_path / name)


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("x", encoding="utf-8")
    with pytest.raises(ReadingError, match=r"no documents here\. A document is a \.txt file"):
        read_folder(tmp_path)


def test_mismatched_outputs_are_left_to_alignment_where_the_folder_asks_for_it(folder: Path) -> None:
    (folder / "evalkit.toml").write_text("align_outputs = true", encoding="utf-8")
    (folder / "outputs/one/b.txt").write_text("All in one line.", encoding="utf-8")
    (folder / "references/who/b.txt").write_text("A.\nB.\nC.", encoding="utf-8")
    collection = read_folder(folder)
    assert collection.outputs_to_align == {("one", "b")}
    assert collection.references_to_align == {("who", "b")}


@pytest.mark.skipif(DATA is None, reason="EVALKIT_DATA, the folder of test data, is not set")
def test_the_seeds_have_their_sides_told_by_script_and_seed_003_its_title_in_english() -> None:
    documents = read_paths([Path(str(DATA)) / "seeds"]).documents
    assert [(len(document.source), len(document.target)) for document in documents] == [(5, 5), (3, 4)]
    assert documents[0].source[0].line < documents[0].target[0].line
    assert documents[1].target[0].line == 1


def test_a_folder_holds_documents_of_every_format_and_says_what_is_none(folder: Path) -> None:
    (folder / "t.csv").write_text("zh,en\n一,One\n", encoding="utf-8")
    (folder / "scores.csv").write_text("system,score\nA,1\n", encoding="utf-8")
    collection = read_folder(folder)
    assert [document.name for document in collection.documents] == ["a", "b", "c", "t"]
    assert "scores.csv" in collection.ignored
    assert any(warning.startswith("scores.csv:1: the columns are called “system”") for warning in collection.warnings)
    assert collection.lines == {"t.csv": ("zh,en", "一,One")}
    assert "t.csv" in collection.inputs
    assert "t.csv" not in collection.contents
    with pytest.raises(ReadingError, match=r"scores\.csv:1: the columns are called"):
        read_paths([folder / "scores.csv"])


def test_the_glossary_is_no_document(folder: Path) -> None:
    (folder / "terms.csv").write_text("source,target\n图书馆,library\n", encoding="utf-8")
    (folder / "evalkit.toml").write_text('glossary = "terms.csv"', encoding="utf-8")
    collection = read_folder(folder)
    assert [document.name for document in collection.documents] == ["a", "b", "c"]
    assert "terms.csv" not in collection.ignored


def test_a_file_of_both_languages_is_no_half_of_a_pair(folder: Path) -> None:
    (folder / "t.csv").write_text("zh,en\n一,One\n", encoding="utf-8")
    with pytest.raises(ReadingError, match=r"t\.csv: a \.csv file holds both languages"):
        read_pair(folder / "t.csv", folder / "b.txt")


def test_what_a_paragraph_is_may_be_said_for_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("First line\nsecond line.\n\nAnother.\n", encoding="utf-8")
    (document,) = read_paths([tmp_path], paragraphs="blank-line").documents
    assert [(one.text, one.lines) for one in document.target] == [
        ("First line second line.", (1, 2)),
        ("Another.", (4,)),
    ]
