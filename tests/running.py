"""The command line, run as a user would: within this process, or, where a test needs that, in one of its own.

Both runs are judged by the same three things, and a run within this process leaves nothing behind: what a new process
would have of its own, it has here too.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TextIO
from unittest.mock import patch

from checkpoints import forget

import evalkit
from evalkit.commands import main

_ENVIRONMENT = {"EVALKIT_COMET_PROBLEM": "it was left out of this test", "EVALKIT_DEBUG": "1"}
"""With a fault of evalkit's own no test goes on, whatever it asks of the exit status."""
_ENCODING = "ascii"
"""What the pipes take unless a program says otherwise: all output has to be UTF-8 whatever the locale."""
_OF_PROCESSES = {"PYTHONPATH": str(Path(evalkit.__file__).parents[1]), "PYTHONIOENCODING": _ENCODING}
_INTERRUPTED = 130
_exit = os._exit


@dataclass(frozen=True)
class Done:
    """What a command printed to standard output and standard error, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: object, cwd: Path | None = None, **environment: str) -> Done:
    """The command in this process, through pipes that are no terminal; never a traceback. It knows of no model that
    another run loaded, and of COMET only where ``EVALKIT_COMET_PROBLEM`` is given as empty."""
    streams = {name: io.BytesIO() for name in ("stdin", "stdout", "stderr")}
    forget()
    with (
        patch.dict(os.environ, {**_ENVIRONMENT, **environment}),
        contextlib.chdir(cwd or Path.cwd()),
        _own_streams(**streams),
        _own_warnings(),
        _own_logging(),
        patch("os._exit", _rise),
    ):
        status = _exit_status([str(argument) for argument in arguments])
    return _judge(status, streams["stdout"].getvalue(), streams["stderr"].getvalue())


def run_apart(*arguments: object, cwd: Path | None = None, **environment: str) -> Done:
    """The command as ``python -m evalkit`` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "evalkit", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **_ENVIRONMENT, **_OF_PROCESSES, **environment},
        timeout=120,
        check=False,
    )
    return _judge(done.returncode, done.stdout, done.stderr)


def _judge(status: int, stdout: bytes, stderr: bytes) -> Done:
    done = Done(status, stdout.decode("utf-8"), stderr.decode("utf-8"))
    assert "Traceback" not in done.stderr
    return done


def _exit_status(arguments: list[str]) -> int:
    try:
        main(arguments)
    except SystemExit as ended:
        assert isinstance(ended.code, int)
        return ended.code
    raise AssertionError("the command line does not return")


def _rise(status: int) -> NoReturn:
    """In place of ``os._exit``: whoever interrupts one test interrupts them all, and pytest says where."""
    if status == _INTERRUPTED:
        raise KeyboardInterrupt
    _exit(status)


@contextlib.contextmanager
def _own_streams(**streams: io.BytesIO) -> Iterator[None]:
    """The three standard streams, under both names that each has."""
    texts = {
        name: io.TextIOWrapper(stream, encoding=_ENCODING, newline="\n", write_through=True)
        for name, stream in streams.items()
    }
    with patch.multiple(sys, **texts, **{f"__{name}__": text for name, text in texts.items()}):
        yield
    for text in texts.values():
        text.flush()
        text.detach()  # else the bytes go with it


@contextlib.contextmanager
def _own_warnings() -> Iterator[None]:
    """Warnings are printed that a new process prints, and deprecations that evalkit itself runs into are faults."""
    with warnings.catch_warnings():
        warnings.resetwarnings()
        for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
            warnings.simplefilter("ignore", category)
        warnings.filterwarnings("error", category=DeprecationWarning, module=r"evalkit\b")
        warnings.showwarning = _show_warning
        yield


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    # pytest keeps warnings for its summary; a process puts them before the user.
    (file or sys.stderr).write(warnings.formatwarning(message, category, filename, lineno, line))


@contextlib.contextmanager
def _own_logging() -> Iterator[None]:
    """Nobody listens but who listens in a new process; afterwards everybody who listened before, and nobody else."""
    root = logging.getLogger()
    before = {logger: (logger.handlers, logger.level, logger.propagate, logger.disabled) for logger in _list_loggers()}
    disabled = root.manager.disable
    for logger in before:
        logger.handlers = [] if logger is root else [*logger.handlers]
    root.setLevel(logging.WARNING)
    logging.disable(logging.NOTSET)
    try:
        yield
    finally:
        for logger in _list_loggers():
            new = [], logger.level, logger.propagate, logger.disabled
            logger.handlers, level, logger.propagate, logger.disabled = before.get(logger, new)
            logger.setLevel(level)
        logging.disable(disabled)


def _list_loggers() -> list[logging.Logger]:
    root = logging.getLogger()
    return [root, *(one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger))]
