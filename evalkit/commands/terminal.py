"""What the commands put on a terminal: styles and progress, both only where somebody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from evalkit.data.metric import Progress
from evalkit.tables.listing import Style, plain

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


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int = 1) -> None:
    """A table on standard output; the first ``texts`` columns are words, the others figures. Never cut in a pipe."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="left" if number < texts else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 10_000, highlight=False).print(table)


@contextmanager
def show_progress(title: str, *, in_bytes: bool = False) -> Iterator[Progress | None]:
    """A progress bar on standard error while the block runs, with how many a second and the time left; None where that
    is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress
    from rich.console import Console
    from rich.text import Text

    class Speed(progress.ProgressColumn):
        def render(self, task: progress.Task) -> Text:
            return Text("" if task.speed is None else f"{task.speed:.3g}/s")

    counts = (
        (progress.DownloadColumn(), progress.TransferSpeedColumn())
        if in_bytes
        else (progress.MofNCompleteColumn(), Speed())
    )
    columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), *counts, progress.TimeRemainingColumn())
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
