"""``evalkit diff-signature``."""

from __future__ import annotations

from pathlib import Path

import click

from evalkit.errors import PairingError
from evalkit.scoring.signatures import describe_difference, diff_signatures, is_signature


@click.command(
    name="diff-signature",
    epilog="Example: evalkit diff-signature 'nrefs:1|tok:13a|version:2.6.0' 'nrefs:1|tok:zh|version:2.6.0'",
)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
def command(first: str, second: str) -> int:
    """What differs between two signatures A and B, or between those of two runs (folders), and whether such scores can
    be compared."""
    for metric, one, other in _pair(first, second):
        differences = diff_signatures(one, other)
        before = f"{metric}: " if metric else ""
        for difference in differences:
            click.echo(f"{before}{describe_difference(difference)}")
        matter = any(difference.matters for difference in differences)
        verdict = "cannot" if matter else "can"
        same = "" if differences else "the signatures are the same; "
        click.echo(f"{before}{same}the scores {verdict} be compared.")
    return 0


def _pair(first: str, second: str) -> list[tuple[str, str, str]]:
    """(metric, signature, signature) of each metric of two runs; of two signatures the one pair."""
    folders = Path(first or "?").is_dir(), Path(second or "?").is_dir()
    if not any(folders):
        for given in (first, second):
            if not is_signature(given):
                raise PairingError(
                    f"“{given}” is neither a signature, e.g. nrefs:1|tok:13a|version:2.6.0, nor the folder of a run. Quote it whole."
                )
        return [("", first, second)]
    if not all(folders):
        raise PairingError("diff-signature takes two signatures or two run folders, not one of each.")
    from evalkit.runs.runs import read_run

    one, other = read_run(Path(first)), read_run(Path(second))
    shared = [metric for metric in one.metrics if metric in other.metrics]
    if not shared:
        raise PairingError(f"{first} and {second} have no metric in common.")
    return [(metric, one.find_signature(metric), other.find_signature(metric)) for metric in shared]
