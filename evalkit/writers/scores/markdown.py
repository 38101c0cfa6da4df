"""A Markdown table for a pull request or a wiki: the best bold, those not proven worse marked with ≈, signatures
below."""

from __future__ import annotations

from evalkit.comparing.line_scores import LineScores
from evalkit.explaining.explaining import Explanation
from evalkit.tables.board import (
    ScoreCell,
    describe_agreement,
    describe_draws,
    describe_power,
    list_comparisons,
    make_rows,
    name_systems,
    title_metric,
)
from evalkit.tables.explained import explain_in_words


def render(scores: LineScores, *, explanation: Explanation | None = None, styled: bool = False) -> str:
    """The table, its notes, and the explanation in plain lines; nothing where nothing was scored."""
    if not scores.metrics:
        return ""
    lines = [
        f"| system |{''.join(f' {_escape(title_metric(metric))} | rank |' for metric in scores.metrics.values())}",
        f"|---|{'---:|---:|' * len(scores.metrics)}",
        *(
            f"| {_escape(row.system)} |{''.join(_show(row.cells.get(key)) for key in scores.metrics)}"
            for row in make_rows(scores)
        ),
        "",
        f"{'' if scores.too_few else '**bold**: best; ≈: not proven worse than the best. '}{describe_draws(scores)}",
        *describe_power(scores),
        *describe_agreement(scores),
        "",
        *_list_comparisons(scores),
        *(
            f"- `{key}|{signature}`{_escape(name_systems(systems))}"
            for key, signature, systems in scores.signatures_listed
        ),
        *([] if explanation is None else ["", "```text", *explain_in_words(scores, explanation), "```"]),
    ]
    return "\n".join(lines) + "\n"


def _list_comparisons(scores: LineScores) -> list[str]:
    listed = [f"- {_escape(one)}" for one in list_comparisons(scores)]
    return [*listed, ""] if listed else []


def _show(cell: ScoreCell | None) -> str:
    if cell is None:
        return " – | |"
    score = f"**{cell.score:.2f}**" if cell.best else f"{'≈' if cell.tied else ''}{cell.score:.2f}"
    return f" {score} [{cell.interval[0]:.2f}, {cell.interval[1]:.2f}] | {cell.shown_rank} |"


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")
