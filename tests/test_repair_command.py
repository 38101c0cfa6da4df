"""Repairs say what they did, their diffs fit the files, and decisions go with what was repaired."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from audits import CHECKS, CHINESE, ENGLISH, audit, checks_of, decide, write_document
from running import run

ONLY = tuple(option for name in CHECKS for option in ("--check", name))
SOUND = CHINESE.replace("(xié)", "")


def repair(*arguments: object) -> str:
    done = run("repair", *arguments, *ONLY)
    assert done.returncode == 0
    return done.stderr


def test_what_was_accepted_and_what_is_safe_are_counted_apart(tmp_path: Path) -> None:
    write_document(tmp_path / "d", english=f"{ENGLISH} (It is so.")
    decide(audit(tmp_path / "d"), "accepted", "inline-pinyin")
    decide(audit(tmp_path / "d"), "accepted", "unpaired-punctuation")
    said = repair(tmp_path / "d", "--output", tmp_path / "copies")
    assert (
        "2 of 3 findings repaired (1 accepted, 1 safe); 1 accepted without a suggestion, to be mended by hand." in said
    )


def test_nothing_is_said_of_suggestions_that_there_are_not(tmp_path: Path) -> None:
    write_document(tmp_path)
    assert repair(tmp_path).endswith("2 of 2 findings repaired.\n")


def test_what_was_rejected_is_not_asked_again_in_the_copies(tmp_path: Path) -> None:
    write_document(tmp_path / "d")
    decide(audit(tmp_path / "d"), "rejected", "double-space", note="so meant")
    repair(tmp_path / "d", "--output", tmp_path / "copies")
    again = audit(tmp_path / "copies")
    assert checks_of(again) == set()
    assert [(one.state, one.note) for one in again.heeded.decisions.values()] == [("rejected", "so meant")]
    assert len(audit(tmp_path / "d").findings) == 1


def test_what_was_accepted_and_is_repaired_is_fixed_in_the_copies_and_stays_accepted_in_the_documents(
    tmp_path: Path,
) -> None:
    write_document(tmp_path / "d")
    decide(audit(tmp_path / "d"), "accepted", "double-space")
    repair(tmp_path / "d", "--output", tmp_path / "copies")
    states = [next(iter(audit(tmp_path / name).heeded.decisions.values())).state for name in ("copies", "d")]
    assert states == ["fixed", "accepted"]


def test_copies_in_a_report_keep_no_decisions(tmp_path: Path) -> None:
    write_document(tmp_path / "d")
    decide(audit(tmp_path / "d"), "rejected", "double-space")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/.evalkit-manifest.json").write_text("{}")
    repair(tmp_path / "d", "--output", tmp_path / "reports/copies")
    assert [path.name for path in (tmp_path / "reports/copies").iterdir()] == ["visit.txt"]


@pytest.mark.skipif(shutil.which("patch") is None, reason="the program patch is not installed")
@pytest.mark.parametrize(
    "content",
    [
        f"{CHINESE}\n\n{ENGLISH}\n".encode(),
        f"\ufeff{CHINESE}\n\n{ENGLISH}\n".encode(),
        f"{CHINESE}\r\n\r\n{ENGLISH}\r\n".encode(),
        f"{CHINESE}\n\n{ENGLISH}".encode(),
    ],
    ids=["plain", "byte-order mark", "CRLF", "no line end"],
)
def test_a_diff_applied_with_patch_gives_the_copy(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "d").mkdir()
    path = tmp_path / "d/visit.txt"
    path.write_bytes(content)
    done = run("repair", tmp_path / "d", *ONLY)
    assert done.returncode == 0
    diff = done.stdout.encode()
    repair(tmp_path / "d", "--output", tmp_path / "copies")
    subprocess.run(["patch", "--binary", "-p1"], input=diff, cwd=tmp_path / "d", check=True, capture_output=True)
    assert path.read_bytes() == (tmp_path / "copies/visit.txt").read_bytes() != content


def test_a_diff_that_patch_cannot_apply_says_so(tmp_path: Path) -> None:
    path = tmp_path / "visit.txt"
    path.write_bytes(f"{SOUND}\n\n{ENGLISH}\n".encode("gb18030"))
    done = run("repair", path, "--encoding", "gb18030", *ONLY)
    assert "visit.txt is in gb18030, and its diff is shown in UTF-8" in done.stderr
    assert "came on a visit" in done.stdout


def test_a_file_that_may_not_be_written_is_repaired_in_place_and_keeps_its_mode(tmp_path: Path) -> None:
    path = write_document(tmp_path)
    path.chmod(0o444)
    repair(tmp_path, "--in-place")
    assert "(xié)" not in path.read_text("utf-8")
    assert path.with_name("visit.txt.bak").read_text("utf-8").startswith(CHINESE)
    assert path.stat().st_mode & 0o777 == 0o444
