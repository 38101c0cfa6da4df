"""What the files of a folder are."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalkit.errors import PairingError, ReadingError
from evalkit.files.layout import DECISIONS, File, group_files, list_folder, require_reader, split_name
from evalkit.files.settings import Settings


def files(*names: str) -> list[File]:
    return [File(path=Path(name), shown=name, folder="", reader="text") for name in names]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", ("a", None)),
        ("a.zh.txt", ("a", "source")),
        ("a.zh-CN.txt", ("a", "source")),
        ("a.cmn_Hans.txt", ("a", "source")),
        ("a.zho.txt", ("a", "source")),
        ("a.en.txt", ("a", "target")),
        ("a.en_US.txt", ("a", "target")),
        ("a.eng_Latn.txt", ("a", "target")),
        ("2024.03.11.txt", ("2024.03.11", None)),
        ("a.v2.txt", ("a.v2", None)),
        ("a.final.txt", ("a.final", None)),
        ("1.2.zh.txt", ("1.2", "source")),
        ("zh.txt", ("zh", None)),
    ],
)
def test_a_language_tag_of_any_form_says_the_side(name: str, expected: tuple[str, str | None]) -> None:
    assert split_name(Path(name), Settings())[:2] == expected


def test_two_halves_are_one_document_and_documents_stand_in_natural_order() -> None:
    documents, warnings = group_files(files("b10.txt", "b9.txt", "A.en.txt", "A.zh.txt", "c.zh.txt"), Settings())
    assert [(one.name, [side for side, _ in one.files]) for one in documents] == [
        ("A", ["target", "source"]),
        ("b9", [None]),
        ("b10", [None]),
        ("c", ["source"]),
    ]
    assert warnings == []


@pytest.mark.parametrize(
    "names",
    [("a.txt", "a.zh.txt"), ("a.txt", "a.zh.txt", "a.en.txt"), ("a.zh.txt", "a.zh-CN.txt"), ("x/a.txt", "y/a.txt")],
)
def test_two_files_for_one_document_are_refused_with_their_names(names: tuple[str, ...]) -> None:
    with pytest.raises(PairingError) as refused:
        group_files(files(*names), Settings())
    assert all(name in str(refused.value) for name in names)


def test_a_third_language_beside_a_pair_is_refused() -> None:
    with pytest.raises(
        PairingError, match=r"a\.fr\.txt: a third language beside a\.en\.txt; the languages are zh and en"
    ):
        group_files(files("a.en.txt", "a.fr.txt"), Settings())


def test_a_third_language_alone_is_part_of_the_name_and_noted() -> None:
    documents, warnings = group_files(files("a.fr.txt"), Settings())
    assert [one.name for one in documents] == ["a.fr"]
    assert "a.fr.txt: “.fr” is taken as part of the name" in warnings[0]


def test_a_folder_lists_documents_and_names_what_it_ignores(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "README.md", "README.txt", "evalkit.toml", ".hidden.txt", "x.pdf"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    for name in ("outputs", "references", "reports", ".git"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "inner.txt").write_text("x", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    found, ignored = list_folder(tmp_path)
    assert [file.shown for file in found] == ["a.TXT", "b.txt"]
    assert sorted(ignored) == ["README.md", "README.txt", "broken.txt", "loop/", "reports/", "self.txt", "x.pdf"]


def test_decisions_and_backups_are_no_documents_whatever_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evalkit.files.layout.find_reader", lambda path: "text")
    for name in ("press.jsonl", DECISIONS, "press.txt.bak", "evalkit.toml"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    found, ignored = list_folder(tmp_path)
    assert ([file.shown for file in found], ignored) == (["press.jsonl"], [])


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="the folder cannot be read"):
        list_folder(tmp_path / "gone")


def test_a_file_without_a_reader_is_refused_with_the_endings_there_are() -> None:
    with pytest.raises(ReadingError, match=r"a\.xyz: no reader for “\.xyz” files; documents end in .*\.txt"):
        require_reader(Path("a.xyz"))


def test_a_language_in_the_name_of_a_file_that_holds_both_is_part_of_the_name(tmp_path: Path) -> None:
    for name in ("a.zh.xlf", "a.en.xlf", "b.zh.docx", "b.en.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    parts, warnings = group_files(list_folder(tmp_path)[0], Settings())
    assert [(one.name, [side for side, _ in one.files]) for one in parts] == [
        ("a.en", [None]),
        ("a.zh", [None]),
        ("b", ["target", "source"]),
    ]
    assert warnings == []
