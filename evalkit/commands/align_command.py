"""``evalkit align``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from evalkit.alignment.pairing import align_document, align_sentences
from evalkit.commands.options import encoding_option, language_options, paragraphs_option
from evalkit.commands.terminal import choose_style, say
from evalkit.data import Bead, Document, Passage
from evalkit.reading.reading import read_pair, read_paths
from evalkit.tables.listing import list_bead


@click.command(
    name="align",
    epilog="\b\nExamples:\n  evalkit align seeds/000_77a3382a7273a2e2.txt\n  evalkit align --source a.zh.txt --target a.en.txt --unit sentence",
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--source", type=click.Path(path_type=Path), help="The file with the source text.")
@click.option("--target", type=click.Path(path_type=Path), help="The file with its translation.")
@click.option(
    "--unit",
    type=click.Choice(["paragraph", "sentence"]),
    default="paragraph",
    help="What is aligned: the lines of a text (paragraphs, or sentences where there is one a line), or the sentences in them.",
)
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", help="How to print the beads.")
@language_options
@encoding_option
@paragraphs_option
def command(
    paths: tuple[Path, ...],
    source: Path | None,
    target: Path | None,
    unit: str,
    form: str,
    source_language: str | None,
    target_language: str | None,
    encoding: str | None,
    paragraphs: str | None,
) -> None:
    """Shows which paragraphs (or sentences) belong together, how surely, and by which numbers, dates and names."""
    if bool(paths) == bool(source or target) or bool(source) != bool(target):
        raise click.UsageError("name either documents, or one file with --source and one with --target")
    languages: dict[str, Any] = {
        "source_language": source_language,
        "target_language": target_language,
        "encoding": encoding,
        "paragraphs": paragraphs,
    }
    collection = read_paths(paths, **languages) if paths else read_pair(source, target, **languages)  # type: ignore[arg-type]
    for warning in collection.warnings:
        say(f"note: {warning}")
    for document in collection.documents:
        if form == "text" and len(collection.documents) > 1:
            click.echo(f"{document.name}\n")
        _print_beads(document, unit, form)


def _print_beads(document: Document, unit: str, form: str) -> None:
    if unit == "sentence":
        source, target, beads = align_sentences(document)
    else:
        source, target, beads = document.source, document.target, align_document(document)
    style = choose_style()
    for bead in beads:
        if form == "jsonl":
            record = describe_bead(document, bead, source, target, texts=unit == "sentence")
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            click.echo(list_bead(bead, source, target, style=style) + "\n")


def describe_bead(
    document: Document, bead: Bead, source: tuple[Passage, ...], target: tuple[Passage, ...], *, texts: bool
) -> dict[str, Any]:
    """The bead as ``evalkit align --format jsonl`` prints it."""
    record: dict[str, Any] = {
        "document": document.name,
        "source": list(bead.source),
        "target": list(bead.target),
        "source_lines": [source[i].line for i in bead.source],
        "target_lines": [target[j].line for j in bead.target],
        "confidence": round(bead.confidence, 4),
        "anchors": [
            {"kind": anchor.kind, "source": anchor.source, "target": anchor.target, "verdict": anchor.verdict}
            for anchor in bead.anchors
        ],
    }
    if texts:
        record["source_texts"] = [source[i].text for i in bead.source]
        record["target_texts"] = [target[j].text for j in bead.target]
    return record
