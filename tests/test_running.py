"""A command that runs within the tests' process prints what it prints in one of its own, and leaves nothing behind."""

from __future__ import annotations

import logging
import os
import signal
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from running import run, run_apart

import evalkit.commands


@pytest.mark.parametrize("arguments", [["audit", "--nonsense"], ["score"], ["audit", "nowhere/协会.txt"]])
def test_it_prints_what_a_process_prints(arguments: list[str], tmp_path: Path) -> None:
    assert run(*arguments, cwd=tmp_path) == run_apart(*arguments, cwd=tmp_path)


def list_state() -> list[Any]:
    root = logging.getLogger()
    return [
        *(sys.stdin, sys.stdout, sys.stderr, sys.__stdin__, sys.__stdout__, sys.__stderr__),
        *(root.handlers, list(root.handlers), root.level, root.manager.disable, logging.getLogger("some.library").handlers),
        *(list(warnings.filters), warnings.showwarning, Path.cwd(), dict(os.environ), os._exit),
    ]  # fmt: skip


def test_it_says_what_libraries_say_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def clutter(**options: object) -> None:
        assert not sys.stdout.isatty() and not sys.stderr.isatty() and sys.stdin.read() == ""
        warnings.warn("of a user's", UserWarning, stacklevel=1)
        warnings.warn("of a programmer's", DeprecationWarning, stacklevel=1)
        logging.getLogger("evalkit.somewhere").warning("logged “so”")
        logging.getLogger("some.library").addHandler(logging.StreamHandler())
        logging.basicConfig(level=logging.DEBUG)
        logging.disable(logging.ERROR)
        os.environ["LEFT"] = "1"
        os.chdir("/")
        sys.stdout.buffer.write("ü\r\n".encode())
        print("“\udc80”")  # noqa: T201  (as a command prints)

    monkeypatch.setattr(evalkit.commands._group, "main", clutter)
    before = list_state()
    done = run()
    assert list_state() == before
    assert (done.returncode, done.stdout) == (0, "ü\r\n“\\udc80”\n")
    assert "UserWarning: of a user's" in done.stderr and "DeprecationWarning" not in done.stderr
    assert done.stderr.endswith("logged “so”\n")


def test_a_fault_ends_the_test_and_an_interrupt_ends_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evalkit.commands._group, "main", lambda **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run()
    monkeypatch.setattr(evalkit.commands._group, "main", lambda **options: signal.raise_signal(signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        run()
