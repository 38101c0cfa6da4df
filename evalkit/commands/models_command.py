"""``evalkit models``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from evalkit.commands.terminal import say, show_progress
from evalkit.errors import MetricUnavailableError
from evalkit.models import (
    DEFAULT_MODEL,
    ModelCard,
    describe_model,
    fetch_model,
    is_local,
    locate_model,
    require_name_form,
)
from evalkit.models.fetching import announce_fetch


@click.group(name="models", epilog=f"Example: evalkit models fetch {DEFAULT_MODEL}")
def command() -> None:
    """COMET models: what there is, fetching, packing for machines without a network, verifying.

    MODEL is a name such as Unbabel/wmt22-comet-da or NAME@REVISION, or the path of a checkpoint or of a packed model.
    """


@command.command(
    name="list", short_help="The models that evalkit knows or that are here.", epilog="Example: evalkit models list"
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the list.")
def show_list(form: str) -> None:
    """Lists the models that evalkit knows of or that are on this machine."""
    from evalkit.models.managing import list_models

    shelved = list_models()
    if form == "json":
        entries = [{**_describe(entry.card), "local": entry.is_local} for entry in shelved]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=2))
        return
    for entry in shelved:
        where = "on this machine" if entry.is_local else "to be fetched"
        click.echo(f"{entry.card.name:<32} {entry.card.size:>12}  {where:<15}  {_show_licence(entry.card)}")


@command.command(name="fetch", short_help="Fetches a model.", epilog=f"Example: evalkit models fetch {DEFAULT_MODEL}")
@click.argument("model", default=DEFAULT_MODEL)
@click.option("--accept-licence", is_flag=True, help="Accept a licence that forbids commercial use.")
def fetch(model: str, accept_licence: bool) -> None:
    """Fetches a model with its tokenizer and configuration; goes on where an earlier fetch stopped."""
    require_name_form(model)
    if is_local(model):
        click.echo(f"{model} is on this machine: {locate_model(model).checkpoint}")
        return
    if (announcement := announce_fetch(model)) is not None:
        say(announcement)
    with show_progress(f"fetching {model}", in_bytes=True) as progress:
        local = fetch_model(model, progress, licence_accepted=accept_licence)
    click.echo(f"{local.name} revision {local.revision}: {local.checkpoint}")


@command.command(
    name="pack",
    short_help="Makes one archive of a model for machines without a network.",
    epilog="Example: evalkit models pack Unbabel/wmt22-comet-da comet.zip",
)
@click.argument("model")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--licence", type=click.Path(path_type=Path, exists=True), help="The text of the model's licence.")
def pack(model: str, file: Path, licence: Path | None) -> None:
    """Writes FILE, one archive that scores on a machine without a network: evalkit score --model FILE."""
    from evalkit.models.managing import pack_model

    if file.suffix != ".zip":
        raise click.UsageError(f"{file}: a packed model's name ends in .zip")
    with show_progress(f"packing {model}", in_bytes=True) as progress:
        manifest = pack_model(model, file, licence=licence, progress=progress)
    click.echo(f"{file}: {manifest.name} revision {manifest.revision}, {len(manifest.files)} files")


@command.command(
    name="verify",
    short_help="Whether a model on this machine is whole.",
    epilog="Example: evalkit models verify comet.zip",
)
@click.argument("model", default=DEFAULT_MODEL)
def verify(model: str) -> int:
    """Says whether a model on this machine is whole and as it was; exit status 1 and what is wrong if not."""
    from evalkit.models.managing import verify_model

    require_name_form(model)
    with show_progress(f"verifying {model}", in_bytes=True) as progress:
        wrong = verify_model(model, progress)
    for sentence in wrong:
        click.echo(sentence)
    if not wrong:
        click.echo(f"{model} is whole.")
    return 1 if wrong else 0


@command.command(
    name="info", short_help="What is known of a model.", epilog=f"Example: evalkit models info {DEFAULT_MODEL}"
)
@click.argument("model", default=DEFAULT_MODEL)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
def info(model: str, form: str) -> None:
    """Says what is known of a model: size, licence, what it reads, where it is."""
    require_name_form(model)
    content: dict[str, Any] = _describe(describe_model(model))
    try:
        local = locate_model(model)
        content |= {"revision": local.revision, "class": local.kind, "checkpoint": str(local.checkpoint)}
    except MetricUnavailableError as error:
        content |= {"missing": str(error)}
    if form == "json":
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    for name, value in content.items():
        shown = (
            " ".join(value)
            if isinstance(value, list)
            else {True: "yes", False: "no", None: "unknown"}.get(value, value)
        )
        click.echo(f"{name.replace('_', ' ')}: {shown}")


def _describe(card: ModelCard) -> dict[str, Any]:
    return {**asdict(card), "languages": sorted(card.languages) if card.languages is not None else None}


def _show_licence(card: ModelCard) -> str:
    notes = [name for name, holds in (("non-commercial", card.non_commercial), ("gated", card.gated)) if holds]
    return ", ".join([card.licence or "licence unknown", *notes])
