"""What the commands put on a terminal: styles and progress, both only where somebody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from evalkit.listing import Style, plain
from evalkit.metrics import Progress

_STYLES: dict[str, dict[str, Any]] = {
    "place": {"bold": True},
    "severity": {"fg": "yellow"},
    "caret": {"fg": "red", "bold": True},
    "suggestion": {"fg": "green"},
    "quiet": {"dim": True},
}


def choose_style() -> Style:
    """Colours on a terminal, none in a pipe (or where NO_COLOR is set)."""
    import os

    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return plain
    return lambda text, role: click.style(text, **_STYLES[role])


def say(message: str) -> None:
    """A message to the user, on standard error."""
    click.echo(message, err=True)


@contextmanager
def show_progress(title: str) -> Iterator[Progress | None]:
    """A progress bar on standard error while the block runs; None where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
