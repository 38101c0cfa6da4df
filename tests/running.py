"""The command line, run as a user would: within this process, or, where a test needs that, in one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from evalkit.commands import main

_WITHOUT_COMET = {"EVALKIT_COMET_PROBLEM": "it was left out of this test"}


@dataclass(frozen=True)
class Done:
    """What a command printed to standard output and standard error, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: object, cwd: Path | None = None, **environment: str) -> Done:
    """The command in this process, through pipes that are no terminal and take ASCII unless it says otherwise; never a
    traceback."""
    out, err = io.BytesIO(), io.BytesIO()
    streams = {
        "stdout": io.TextIOWrapper(out, encoding="ascii", newline="\n", write_through=True),
        "stderr": io.TextIOWrapper(err, encoding="ascii", newline="\n", write_through=True),
    }
    with (
        patch.dict(os.environ, {**_WITHOUT_COMET, **environment}),
        contextlib.chdir(cwd or Path.cwd()),
        patch.multiple(sys, **streams),
    ):
        status = _exit_status([str(argument) for argument in arguments])
    done = Done(status, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))
    assert "Traceback" not in done.stderr
    return done


def _exit_status(arguments: list[str]) -> int:
    try:
        main(arguments)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    raise AssertionError("the command line does not return")


def run_apart(*arguments: object, cwd: Path | None = None, **environment: str) -> Done:
    """The command as ``python -m evalkit`` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "evalkit", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, **_WITHOUT_COMET, **environment},
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr)
