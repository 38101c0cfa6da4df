"""``evalkit cache``."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from evalkit.data.showing import count_of
from evalkit.models.vectors import LARGEST, VectorStore, find_vector_store
from evalkit.scoring.cache import ScoreStore, StoredModel, find_store

_DAY = 86_400


@click.group(name="cache", epilog="Example: evalkit cache info")
def command() -> None:
    """The store of COMET's segment scores, so that nothing is scored twice, and of the vectors of sources and
    references.

    It lies in the user's cache folder, or in the folder that EVALKIT_CACHE names, and holds no texts.
    """


@command.command(
    name="info",
    short_help="Where the store is, how large, and what it holds.",
    epilog="Example: evalkit cache info --format json",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
def info(form: str) -> None:
    """Says where the store is, how large, how many scores of which model it holds, and how many sentence vectors."""
    path = find_store()
    models = _list_models(path)
    vectors = _count_vectors(find_vector_store(path))
    if form == "json":
        content = {
            "path": str(path),
            "bytes": _count_bytes(path),
            "models": [asdict(entry) for entry in models],
            "vectors": vectors,
        }
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    click.echo(f"{path}: {sum(entry.scores for entry in models)} scores, {_count_bytes(path) / 1e6:.1f} MB")
    for entry in models:
        days = " to ".join(
            dict.fromkeys(time.strftime("%Y-%m-%d", time.localtime(at)) for at in (entry.first, entry.last))
        )
        click.echo(f"  {entry.scores:>9}  {entry.name}  ({days})")
    click.echo(
        f"{vectors['path']}: {vectors['count']} vectors of sources and references, {vectors['bytes'] / 1e6:.1f} MB of at most"
        f" {LARGEST / 1e6:.0f}"
    )


@command.command(
    name="prune", short_help="Deletes scores and vectors.", epilog="Example: evalkit cache prune --older-than 90"
)
@click.option("--older-than", "days", type=click.IntRange(min=0), help="What was made more than so many days ago.")
@click.option("--model", metavar="TEXT", help="What is of models whose line in “evalkit cache info” contains this.")
@click.option("--vectors", "only_vectors", is_flag=True, help="Vectors only, no scores.")
@click.option("--all", "everything", is_flag=True, help="Everything.")
def prune(days: int | None, model: str | None, only_vectors: bool, everything: bool) -> None:
    """Deletes scores and vectors; those that fit every option given."""
    if days is None and model is None and not only_vectors and not everything:
        raise click.UsageError("say what: --older-than DAYS, --model TEXT, --vectors, or --all")
    path = find_store()
    before = None if days is None else int(time.time()) - days * _DAY
    scores = 0
    if path.exists() and not only_vectors:
        with ScoreStore(path) as store:
            names = [entry.name for entry in store.list_models() if (model or "") in entry.name]
            scores = store.prune(before=before, models=names)
    vectors = 0
    if find_vector_store(path).exists():
        with VectorStore(find_vector_store(path)) as shelf:
            vectors = shelf.prune(before=before, text=model or "")
    click.echo(f"{count_of(scores, 'score')} and {count_of(vectors, 'vector')} deleted.")


@command.command(
    name="export", short_help="Writes every score into a file.", epilog="Example: evalkit cache export scores.sqlite"
)
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Writes every score into FILE, for “evalkit cache import” on another machine."""
    with ScoreStore(find_store(), must_exist=True) as store:
        count = store.export_to(file)
    click.echo(f"{count_of(count, 'score')} written to {file}.")


@command.command(
    name="import", short_help="Adds the scores of a file.", epilog="Example: evalkit cache import scores.sqlite"
)
@click.argument("file", type=click.Path(path_type=Path))
def take_in(file: Path) -> None:
    """Adds the scores of FILE, all or none: one that was damaged on its way is refused."""
    with ScoreStore(find_store()) as store:
        count = store.import_from(file)
    click.echo(f"{count_of(count, 'score')} added.")


def _list_models(path: Path) -> list[StoredModel]:
    if not path.exists():
        return []
    with ScoreStore(path) as store:
        return store.list_models()


def _count_vectors(path: Path) -> dict[str, Any]:
    count = 0
    if path.exists():
        with VectorStore(path) as store:
            count = store.count()
    return {"path": str(path), "count": count, "bytes": _count_bytes(path)}


def _count_bytes(path: Path) -> int:
    """What a store takes on the disk, with its write-ahead log."""
    return sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*"))
