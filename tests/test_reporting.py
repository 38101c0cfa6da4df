"""A report folder is never left worse than it was found."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from evaluations import make_document, make_evaluation

from evalkit.data import Evaluation
from evalkit.errors import ReportError
from evalkit.files import whole_writes as reporting
from evalkit.files.whole_writes import MANIFEST, remove_report, require_folder, taking_back, write_beside, write_report


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def write_names(*names: str) -> Evaluation:
    """An evaluation whose report has a page for each name."""
    return make_evaluation(documents=tuple(make_document(name) for name in names), findings=(), repairs=())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "reports"


def test_a_report_is_written_into_a_new_folder_and_only_what_the_manifest_lists(folder: Path) -> None:
    index = write_report(make_evaluation(), folder)
    assert index == folder / "index.html" and index.is_file()
    listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    assert set(read_files(folder)) == {*listed, MANIFEST}
    assert {
        "findings.csv",
        "findings.xlsx",
        "scores.csv",
        "evaluation.json",
        "documents/press.html",
        "repaired/press.diff",
    } <= set(listed)


def test_a_gitignore_alone_counts_as_empty_and_stays(folder: Path) -> None:
    folder.mkdir()
    (folder / ".gitignore").write_text("*\n")
    write_report(make_evaluation(), folder)
    write_report(make_evaluation(), folder)
    assert (folder / ".gitignore").read_text() == "*\n"


def test_a_folder_with_files_of_others_is_refused_by_name(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    with pytest.raises(ReportError, match=r"reports holds files .*thesis\.txt"):
        write_report(make_evaluation(), folder)
    assert read_files(folder) == {"thesis.txt": b"mine"}


def test_a_second_report_removes_pages_that_it_no_longer_has_and_nothing_else(folder: Path) -> None:
    write_report(write_names("one", "two"), folder)
    (folder / "documents" / "mine.html").write_text("mine")
    write_report(write_names("two"), folder)
    assert {path.name for path in (folder / "documents").iterdir()} == {"two.html", "mine.html"}


def test_a_folder_that_a_report_no_longer_needs_is_removed(folder: Path) -> None:
    write_report(make_evaluation(), folder)
    write_report(write_names("one"), folder)
    assert not (folder / "repaired").exists()


def test_a_file_that_somebody_changed_is_kept_under_another_name(folder: Path) -> None:
    write_report(make_evaluation(), folder)
    (folder / "findings.xlsx").write_bytes(b"decisions")
    write_report(make_evaluation(), folder)
    assert (folder / "findings.kept-1.xlsx").read_bytes() == b"decisions"
    assert (folder / "findings.xlsx").read_bytes() != b"decisions"


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("after", [0, 1, 3, 6])
def test_a_run_that_breaks_off_while_moving_in_leaves_the_last_report_byte_for_byte(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, after: int
) -> None:
    write_report(write_names("one", "two"), folder)
    before = read_files(folder)
    replaced, count = Path.replace, 0

    def break_off(self: Path, target: Path) -> Path:
        nonlocal count
        if reporting._NEW in self.parts:
            count += 1
            if count > after:
                raise failure
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", break_off)
    with pytest.raises((ReportError, KeyboardInterrupt)):
        write_report(write_names("one", "three"), folder)
    assert read_files(folder) == before


def test_a_run_that_breaks_off_while_writing_leaves_the_last_report_and_no_leftover(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_report(write_names("one"), folder)
    before = read_files(folder)

    def fail(evaluation: Evaluation, folder: Path) -> list[str]:
        (folder / "half.html").write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(reporting, "_list_writers", lambda: [fail])
    with pytest.raises(ReportError, match="the disk is full"):
        write_report(write_names("two"), folder)
    assert read_files(folder) == before


def test_the_leftovers_of_a_killed_run_are_put_right_at_the_next(folder: Path) -> None:
    write_report(write_names("one"), folder)
    good = read_files(folder)
    # As a killed run leaves it: new files beside, one old file set aside and already replaced.
    (folder / reporting._NEW).mkdir()
    (folder / reporting._NEW / "junk.html").write_text("half")
    (folder / reporting._OLD).mkdir()
    (folder / "scores.csv").rename(folder / reporting._OLD / "scores.csv")
    (folder / "scores.csv").write_text("new")
    write_report(write_names("one"), folder)
    assert set(read_files(folder)) == set(good)


def test_the_leftovers_of_a_killed_first_run_do_not_refuse_the_next(folder: Path) -> None:
    (folder / reporting._NEW).mkdir(parents=True)
    (folder / reporting._NEW / "half.html").write_text("half")
    assert write_report(write_names("one"), folder).is_file()
    assert not (folder / reporting._NEW).exists()


def test_a_failed_first_run_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(evaluation: Evaluation, folder: Path) -> list[str]:
        (folder / "half.html").write_text("half")
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(reporting, "_list_writers", lambda: [fail])
    with pytest.raises(ReportError, match="read-only"):
        write_report(write_names("one"), tmp_path / "new" / "reports")
    assert not any(tmp_path.iterdir())


def test_a_failed_run_leaves_an_empty_folder_that_was_there_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(evaluation: Evaluation, folder: Path) -> list[str]:
        raise OSError(errno.EROFS, "Read-only file system")

    folder.mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(reporting, "_list_writers", lambda: [fail])
        with pytest.raises(ReportError, match="read-only"):
            write_report(write_names("one"), folder)
    assert folder.is_dir() and not any(folder.iterdir())
    assert write_report(write_names("one"), folder).is_file()


def test_asking_whether_a_report_can_be_written_leaves_nothing(tmp_path: Path) -> None:
    require_folder(tmp_path / "new" / "reports")
    assert not any(tmp_path.iterdir())


def test_no_moment_of_moving_in_is_without_a_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_report(write_names("one"), folder)
    pages = {path for path in read_files(folder) if path.endswith(".html")}
    replaced, moments = Path.replace, []

    def look(self: Path, target: Path) -> Path:
        moments.append(pages <= set(read_files(folder)))
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", look)
    write_report(write_names("one"), folder)
    assert len(moments) > len(pages) and all(moments)


def test_a_folder_that_cannot_be_made_is_told_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *arguments: object, **options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ReportError, match="reports: evalkit may not write there"):
        write_report(make_evaluation(), tmp_path / "reports")


def test_a_file_in_place_of_the_folder_is_refused(folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(ReportError, match="is a file"):
        write_report(make_evaluation(), folder)


@pytest.mark.parametrize("path", ["../thesis.txt", "/etc/passwd", "documents/../../thesis.txt", "link/thesis.txt"])
def test_a_manifest_that_lists_what_is_outside_the_folder_is_refused(folder: Path, tmp_path: Path, path: str) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    (folder / MANIFEST).write_text(json.dumps({"files": {path: ""}}))
    with pytest.raises(ReportError, match="outside the folder"):
        write_report(make_evaluation(), folder)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"files": 3}'])
def test_a_manifest_that_cannot_be_read_is_refused_by_name(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / MANIFEST).write_text(content)
    with pytest.raises(ReportError, match=MANIFEST):
        write_report(make_evaluation(), folder)


def test_one_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "texts" / "press.txt"
    write_beside(target, b"first")

    def fail(self: Path, other: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(ReportError, match="the disk is full"):
        write_beside(target, b"second")
    with pytest.raises(ReportError, match="the disk is full"):
        write_beside(tmp_path / "new" / "folder" / "press.txt", b"third")
    assert read_files(tmp_path) == {"texts/press.txt": b"first"}
    assert [path.name for path in tmp_path.iterdir()] == ["texts"]


def test_removing_a_report_removes_only_what_evalkit_wrote(folder: Path) -> None:
    write_report(write_names("one", "two"), folder)
    (folder / ".gitignore").write_text("*\n")
    (folder / "notes.txt").write_text("mine")
    (folder / "scores.csv").write_text("changed")
    remove_report(folder)
    assert read_files(folder) == {".gitignore": b"*\n", "notes.txt": b"mine", "scores.csv": b"changed"}
    assert not any(path.is_dir() for path in folder.iterdir())


def test_removing_a_report_where_there_is_none_changes_nothing(folder: Path) -> None:
    remove_report(folder)
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    remove_report(folder)
    assert read_files(folder) == {"notes.txt": b"mine"}


def test_what_a_failed_block_wrote_is_taken_back_with_the_folders_that_it_made(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    names = ["run.json", "texts/zh-en/a.txt"]
    with pytest.raises(KeyboardInterrupt), taking_back(tmp_path / "new" / "run", names):
        for name in names:
            write_beside(tmp_path / "new" / "run" / name, b"half")
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_what_a_block_wrote_that_did_not_fail_stays(tmp_path: Path) -> None:
    with taking_back(tmp_path / "run", ["a.txt"]):
        write_beside(tmp_path / "run" / "a.txt", b"whole")
    assert read_files(tmp_path) == {"run/a.txt": b"whole"}
