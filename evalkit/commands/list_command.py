"""``evalkit list``."""

from __future__ import annotations

import json
from typing import get_args

import click

from evalkit.plugins import Folder, explain_plugin, list_names


@click.command(name="list", epilog="Example: evalkit list checks")
@click.argument("folder", metavar="|".join(get_args(Folder)), type=click.Choice(get_args(Folder)))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the list.")
def command(folder: Folder, form: str) -> None:
    """Lists what there is, each with what it does."""
    entries = {name: explain_plugin(folder, name) for name in list_names(folder)}
    if form == "json":
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
        return
    for name, explanation in entries.items():
        click.echo(click.style(name, bold=True))
        click.echo(click.wrap_text(explanation, width=100, initial_indent="    ", subsequent_indent="    "))
