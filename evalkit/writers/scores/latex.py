"""A LaTeX table (booktabs): the best bold, those not proven worse marked with a dagger, signatures in a comment and the
caption."""

from __future__ import annotations

from evalkit.comparing.line_scores import LineScores
from evalkit.explaining.explaining import Explanation
from evalkit.tables.board import ScoreCell, describe_draws, make_rows, name_systems, title_metric

_TIED = r"$^\dagger$"
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "×": r"$\times$",
    "↓": r"$\downarrow$",
    "–": "--",
    "−": "$-$",
    "≈": r"$\approx$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
}


def render(scores: LineScores, *, explanation: Explanation | None = None, styled: bool = False) -> str:
    """A table environment; it needs the package booktabs. Nothing where nothing was scored."""
    if not scores.metrics:
        return ""
    columns = "".join("rr" for _ in scores.metrics)
    signatures = "; ".join(
        rf"\texttt{{{_escape(f'{key}|{value}')}}}{_escape(name_systems(systems))}"
        for key, value, systems in scores.signatures_listed
    )
    marks = "" if scores.too_few else r"Bold: best. $\dagger$: not proven worse than the best. "
    lines = [
        r"\begin{table}",
        r"\centering",
        rf"\begin{{tabular}}{{l{columns}}}",
        r"\toprule",
        " & ".join(["System", *(f"{_escape(title_metric(metric))} & rank" for metric in scores.metrics.values())])
        + r" \\",
        r"\midrule",
        *(
            " & ".join([_escape(row.system), *(_show(row.cells.get(key)) for key in scores.metrics)]) + r" \\"
            for row in make_rows(scores)
        ),
        r"\bottomrule",
        r"\end{tabular}",
        rf"\caption{{{marks}{_escape(describe_draws(scores))} {signatures}.}}",
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def _show(cell: ScoreCell | None) -> str:
    if cell is None:
        return "-- & "
    half = (cell.interval[1] - cell.interval[0]) / 2
    score = rf"\textbf{{{cell.score:.2f}}}" if cell.best else f"{cell.score:.2f}{_TIED if cell.tied else ''}"
    return rf"{score} {{\scriptsize $\pm${half:.2f}}} & {_escape(cell.shown_rank)}"


def _escape(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)
