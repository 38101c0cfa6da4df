"""Copies never fall on each other, and say why a file cannot be one."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from evalkit.errors import ReadingError, ReportError
from evalkit.files.decoding import decode_bytes, decode_file
from evalkit.review.copies import encode_copy, find_obstacle, keep_backup, name_copies


def test_copies_go_into_the_folder_under_their_names(tmp_path: Path) -> None:
    files = [tmp_path / "a" / "one.txt", tmp_path / "b" / "two.txt"]
    assert list(name_copies(files, Path("out")).values()) == [Path("out/one.txt"), Path("out/two.txt")]


@pytest.mark.parametrize("name", ["one.txt", "ONE.txt"])
def test_files_of_one_name_keep_their_folders(tmp_path: Path, name: str) -> None:
    files = [tmp_path / "a" / "one.txt", tmp_path / "b" / "c" / name]
    assert list(name_copies(files, Path("out")).values()) == [Path("out/a/one.txt"), Path("out/b/c") / name]


def test_names_that_a_file_system_may_take_for_one_keep_their_folders(tmp_path: Path) -> None:
    files = [tmp_path / "a" / "caf\u00e9.txt", tmp_path / "b" / "cafe\u0301.txt"]
    assert len({path.parent for path in name_copies(files, Path("out")).values()}) == 2


def test_a_file_whose_bytes_have_two_spellings_is_refused(tmp_path: Path) -> None:
    text = decode_bytes("他們十分高興。".encode("cp950") + b"\xa2\xcc", "cp950", shown="a.txt")
    assert not text.exact
    assert "two spellings" in (find_obstacle(Path("a.txt"), text) or "")
    assert find_obstacle(Path("a.docx"), None)


def test_a_file_that_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    text = decode_file(path)
    assert encode_copy(path, "two", text) == b"two"
    path.write_bytes(b"three")
    with pytest.raises(ReadingError, match="has changed"):
        encode_copy(path, "two", text)


def test_a_backup_is_made_once_for_each_content(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for content in ("one", "one", "two", "one"):
        path.write_text(content)
        keep_backup(path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.txt", "a.txt.bak", "a.txt.bak2"]
    assert (tmp_path / "a.txt.bak").read_text() == "one"


def test_a_full_disk_leaves_no_half_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "d.txt"
    path.write_text("text\n", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(ReportError):
        keep_backup(path)
    assert [file.name for file in tmp_path.iterdir()] == ["d.txt"]
