"""What the Makefile sets up, and what it leaves alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")


def run_make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(Path(__file__).parents[1] / "Makefile", folder)
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.fixture
def somebodys(tmp_path: Path) -> Path:
    """A virtual environment that the Makefile did not set up."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "kept.txt").write_text("kept")
    return tmp_path


def test_a_folder_that_somebody_else_made_is_refused_as_an_environment(somebodys: Path) -> None:
    ended = run_make(somebodys, "lint", "VENV=mine", f"PYTHON={sys.executable}")
    assert ended.returncode != 0
    assert (
        "mine is there already, and this Makefile did not set it up. Name another folder: make VENV=folder"
        in ended.stderr
    )
    assert (somebodys / "mine" / "kept.txt").read_text() == "kept"


def test_clean_leaves_a_folder_that_somebody_else_made(somebodys: Path) -> None:
    ended = run_make(somebodys, "clean", "VENV=mine", "PYTHON=")
    assert ended.returncode == 0
    assert "mine stays: this Makefile did not set it up" in ended.stderr
    assert (somebodys / "mine" / "kept.txt").exists()


def test_clean_removes_an_environment_that_was_set_up_in_part(somebodys: Path) -> None:
    (somebodys / "mine" / ".evalkit").touch()
    assert run_make(somebodys, "clean", "VENV=mine", "PYTHON=").returncode == 0
    assert not (somebodys / "mine").exists()
