"""``evalkit cache``."""

from __future__ import annotations

import json
import re
import time
from dataclasses import asdict
from pathlib import Path

import click

from evalkit.cache import ScoreStore, StoredModel, find_store

_DAY = 86_400


@click.group(name="cache", epilog="Example: evalkit cache info")
def command() -> None:
    """The store of COMET's segment scores, so that nothing is scored twice.

    It lies in the user's cache folder, or in the folder that EVALKIT_CACHE names, and holds no texts.
    """


@command.command(name="info", epilog="Example: evalkit cache info --format json")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
def info(form: str) -> None:
    """Says where the store is, how large, and how many scores of which model it holds."""
    path = find_store()
    models = _list_models(path)
    size = sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*"))
    if form == "json":
        content = {"path": str(path), "bytes": size, "models": [asdict(entry) for entry in models]}
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    click.echo(f"{path}: {sum(entry.scores for entry in models)} scores, {size / 1e6:.1f} MB")
    for entry in models:
        days = " to ".join(
            dict.fromkeys(time.strftime("%Y-%m-%d", time.localtime(at)) for at in (entry.first, entry.last))
        )
        click.echo(f"  {entry.scores:>9}  {entry.name}  ({days})")


@command.command(name="prune", epilog="Example: evalkit cache prune --older-than 90")
@click.option("--older-than", "days", type=click.IntRange(min=0), help="Scores made more than so many days ago.")
@click.option("--model", metavar="TEXT", help="Scores of models whose line in “evalkit cache info” contains this.")
@click.option("--all", "everything", is_flag=True, help="Every score.")
def prune(days: int | None, model: str | None, everything: bool) -> None:
    """Deletes scores; those that fit every option given."""
    if days is None and model is None and not everything:
        raise click.UsageError("say which scores: --older-than DAYS, --model TEXT, or --all")
    path = find_store()
    if not path.exists():
        click.echo("0 scores deleted; there is no store.")
        return
    with ScoreStore(path) as store:
        names = [entry.name for entry in store.list_models() if re.search(re.escape(model or ""), entry.name)]
        gone = store.prune(before=None if days is None else int(time.time()) - days * _DAY, models=names)
    click.echo(f"{gone} scores deleted.")


@command.command(name="export", epilog="Example: evalkit cache export scores.sqlite")
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Writes every score into FILE, for “evalkit cache import” on another machine."""
    with ScoreStore(find_store(), must_exist=True) as store:
        count = store.export_to(file)
    click.echo(f"{count} scores written to {file}.")


@command.command(name="import", epilog="Example: evalkit cache import scores.sqlite")
@click.argument("file", type=click.Path(path_type=Path))
def take_in(file: Path) -> None:
    """Adds the scores of FILE, all or none: one that was damaged on its way is refused."""
    with ScoreStore(find_store()) as store:
        count = store.import_from(file)
    click.echo(f"{count} scores added.")


def _list_models(path: Path) -> list[StoredModel]:
    if not path.exists():
        return []
    with ScoreStore(path) as store:
        return store.list_models()
