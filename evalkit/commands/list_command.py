"""``evalkit list``."""

from __future__ import annotations

import json
from typing import get_args

import click

from evalkit.plugins import Folder, explain_fully, explain_plugin, list_names


@click.command(
    name="list", epilog="\b\nExamples:\n  evalkit list checks\n  evalkit list checks glossary-violation inline-pinyin"
)
@click.argument("folder", metavar="|".join(get_args(Folder)), type=click.Choice(get_args(Folder)))
@click.argument("names", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the list.")
def command(folder: Folder, names: tuple[str, ...], form: str) -> None:
    """Lists what there is, each with what it does; for each of NAMES, everything that is said of it."""
    if names:
        entries = {name: "\n\n".join(explain_fully(folder, name)) for name in names}
    else:
        entries = {name: explain_plugin(folder, name) for name in list_names(folder)}
    if form == "json":
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
        return
    for name, explanation in entries.items():
        click.echo(click.style(name, bold=True))
        click.echo(_indent(explanation))


def _indent(text: str) -> str:
    return click.wrap_text(text, width=100, initial_indent="    ", subsequent_indent="    ", preserve_paragraphs=True)
