"""COMET on a terminal: one bar with its speed and the time left, nothing of any library, and Ctrl-C that is heard."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from checkpoints import LINES

import evalkit
from evalkit.scoring.cache import ScoreStore, find_store

pytestmark = pytest.mark.comet
fcntl = pytest.importorskip("fcntl", reason="EVALKIT_DATA aside, there is no pseudo-terminal on this system")

SEGMENTS = 120
_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_BAR = re.compile(
    r"scoring(?: COMET)? +[━╸╺]+ +(?P<done>\d+)/(?P<total>\d+|\?)( +[\d.e+]+/s)?( +(\d+:\d\d:\d\d|-:--:--))?"
)

SLOWLY = """
import sys, time
from evalkit.commands import main
from evalkit.models import encoding, predicting
def slow(function):
    def called(*arguments):
        time.sleep(0.2)
        return function(*arguments)
    return called
encoding._encode_batch = slow(encoding._encode_batch)
predicting.predict = slow(predicting.predict)
main(sys.argv[1:])
"""


class Terminal:
    """A program whose standard error is a terminal of its own, and whose standard output is a pipe."""

    def __init__(self, *arguments: str, program: str) -> None:
        self.master, slave = os.openpty()

        def take_terminal() -> None:
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stdin=slave,
            stdout=subprocess.PIPE,
            stderr=slave,
            start_new_session=True,
            preexec_fn=take_terminal,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(evalkit.__file__).parents[1]),
                "TERM": "xterm-256color",
                "COLUMNS": "110",
                "LINES": "40",
            },
        )
        os.close(slave)
        self.shown = ""

    def read_until(self, enough: Callable[[str], bool]) -> None:
        """Reads what is shown until it is enough, or all of it."""
        while not enough(self.shown):
            try:
                read = os.read(self.master, 4096)
            except OSError:  # Linux says so when the other side is closed
                return
            if not read:
                return
            self.shown += read.decode("utf-8", "replace")

    def press_ctrl_c(self) -> None:
        os.write(self.master, b"\x03")

    def list_lines(self) -> list[str]:
        """Each line that could be seen at some time, without colours and movements of the cursor."""
        lines = re.split(r"[\r\n]+|\x1b\[\d*[AK]", self.shown)
        return [plain for line in lines if (plain := _CONTROLS.sub("", line).strip())]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    texts = {
        "reference.en": [f"{LINES[3 + n % 5]} {n}" for n in range(SEGMENTS)],
        "source.zh": [f"{LINES[n % 3]}{n}" for n in range(SEGMENTS)],
        "system.en": [f"{LINES[3 + n % 5]} indeed {n}" for n in range(SEGMENTS)],
    }
    for name, lines in texts.items():
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return [
        "--reference",
        str(tmp_path / "reference.en"),
        "--source",
        str(tmp_path / "source.zh"),
        str(tmp_path / "system.en"),
    ]


def score(model: Path, files: list[str]) -> Terminal:
    return Terminal("score", *files, "--metric", "comet", "--model", str(model), program=SLOWLY)


@pytest.mark.parametrize("kind", ["regression_metric", "xcomet_metric"])
def test_a_terminal_shows_one_bar_of_ours_and_notes_and_nothing_else(
    kind: str, tiny_models: Callable[[str], Path], files: list[str]
) -> None:
    terminal = score(tiny_models(kind), files)
    terminal.read_until(lambda shown: False)
    terminal.process.communicate(timeout=120)
    assert terminal.process.returncode == 0, terminal.shown
    bars = [found for line in terminal.list_lines() if (found := _BAR.fullmatch(line))]
    others = [line for line in terminal.list_lines() if not _BAR.fullmatch(line) and not line.startswith("note: ")]
    assert others == []
    assert {bar["total"] for bar in bars} <= {"?", str(SEGMENTS)}
    assert any("/s" in bar[0] and re.search(r"\d:\d\d:\d\d", bar[0]) for bar in bars), terminal.list_lines()


def test_ctrl_c_ends_the_run_with_one_line_and_keeps_what_was_scored(
    tiny_models: Callable[[str], Path], files: list[str]
) -> None:
    terminal = score(tiny_models("regression_metric"), files)
    terminal.read_until(
        lambda shown: any(int(found["done"]) >= 20 for found in _BAR.finditer(_CONTROLS.sub("", shown)))
    )
    terminal.press_ctrl_c()
    terminal.read_until(lambda shown: False)
    terminal.process.communicate(timeout=60)
    assert terminal.process.returncode == 130
    assert terminal.list_lines()[-1] in ("evalkit: interrupted", "^Cevalkit: interrupted")
    assert "Traceback" not in terminal.shown
    with ScoreStore(find_store()) as store:
        assert 20 <= sum(entry.scores for entry in store.list_models()) < SEGMENTS
