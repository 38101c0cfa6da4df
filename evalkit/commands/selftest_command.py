"""``evalkit selftest``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from evalkit.auditing.checking import choose_checks
from evalkit.commands.options import (
    check_options,
    encoding_option,
    language_options,
    paragraphs_option,
)
from evalkit.commands.terminal import say, show_progress
from evalkit.data import SHOWN_CONFIDENCE, Document
from evalkit.reading.reading import read_paths
from evalkit.selftest.damaging import list_injectors
from evalkit.selftest.injecting import InjectionOutcome, explain_outcomes, measure_injector

_HEADER = ("fault", "check", "put in", "found", "recall", "false", "precision", "right fix")


@click.command(name="selftest", epilog="Example: evalkit selftest seeds --seed 7 --rounds 5")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed puts in the same faults.")
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How often each kind of fault is put in anew.",
)
@click.option("--all", "everything", is_flag=True, help=f"Count findings of confidence below {SHOWN_CONFIDENCE} too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print the table; json names what was missed.",
)
@check_options
@language_options
@encoding_option
@paragraphs_option
def command(
    paths: Sequence[Path],
    seed: int,
    rounds: int,
    everything: bool,
    form: str,
    checks: tuple[str, ...],
    without: tuple[str, ...],
    **options: Any,
) -> None:
    """Puts each kind of fault into your own documents, in memory, and prints what the checks find of them.

    Every second paragraph that offers a chance takes one fault. Findings that were there before are not counted.
    """
    collection = read_paths(paths, checks=checks, without=without, **options)
    for warning in collection.warnings:
        say(f"note: {warning}")
    chosen = choose_checks(collection.settings.checks, collection.settings.without)
    names = [check.name for check in chosen]
    outcomes = _measure(collection.documents, names, seed, rounds, 0.0 if everything else SHOWN_CONFIDENCE)
    untested = sorted(set(names) - {outcome.check for outcome in outcomes})
    if form == "json":
        click.echo(json.dumps(_describe(outcomes, untested, seed, rounds), ensure_ascii=False, indent=2))
        return
    tried = [outcome for outcome in outcomes if outcome.injected]
    if tried:
        _print_table([_HEADER, *(_make_row(outcome) for outcome in tried)])
    if without_chance := [outcome.fault for outcome in outcomes if not outcome.injected]:
        click.echo(f"\nThese documents have no place for: {', '.join(without_chance)}.")
    if untested:
        click.echo(f"\nNot tested, for want of an injector: {', '.join(untested)}.")


def _measure(
    documents: Sequence[Document], names: Sequence[str], seed: int, rounds: int, least: float
) -> list[InjectionOutcome]:
    injectors = list_injectors(names)
    outcomes = []
    with show_progress("putting in faults") as progress:
        for number, injector in enumerate(injectors, start=1):
            outcomes.append(measure_injector(injector, documents, seed=seed, rounds=rounds, least_confidence=least))
            if progress is not None:
                progress(number, len(injectors))
    return outcomes


def _make_row(outcome: InjectionOutcome) -> tuple[str, ...]:
    shares = [_show_share(share) for share in (outcome.recall, outcome.precision, outcome.right_fix)]
    return (
        outcome.fault, outcome.check, str(outcome.injected), str(outcome.found), shares[0], str(outcome.false), *shares[1:]
    )  # fmt: skip


def _show_share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if number < 2 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def _describe(outcomes: Sequence[InjectionOutcome], untested: Sequence[str], seed: int, rounds: int) -> dict[str, Any]:
    explanations = explain_outcomes(outcomes)
    return {
        "seed": seed,
        "rounds": rounds,
        "faults": [
            {
                **asdict(outcome),
                "explanation": explanations[outcome.fault],
                "precision": outcome.precision,
                "recall": outcome.recall,
                "right_fix": outcome.right_fix,
            }
            for outcome in outcomes
        ],
        "not_tested": list(untested),
    }
