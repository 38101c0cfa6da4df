"""A small test set for tests of what shows a benchmark: three systems, one of them with a long name, 120 segments of
several lengths."""

from __future__ import annotations

from pathlib import Path

from evalkit.comparing.line_scores import LineScores
from evalkit.explaining.explaining import explain_scores
from evalkit.jobs.scoring_lines import score_files
from evalkit.writers.scores import render_scores

REFERENCE = [f"The road number {n} of the plan{' for the river' * (n % 9)} was mended in spring." for n in range(120)]
LONG = "a-long-name-of-a-system-that-has-no-room"
OUTPUTS = {
    "good": [line.replace("mended", "repaired") if n % 3 else line for n, line in enumerate(REFERENCE)],
    "near": [line.replace("mended", "repaired") if n % 3 != 1 else line for n, line in enumerate(REFERENCE)],
    LONG: [line.replace("was mended", "got repaired") for line in REFERENCE],
}


def score_small(folder: Path) -> LineScores:
    """The scores of the test set, whose files are written into the folder."""
    for name, lines in {**OUTPUTS, "reference": REFERENCE}.items():
        (folder / f"{name}.en").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    paths = [folder / f"{name}.en" for name in OUTPUTS]
    return score_files(paths, [folder / "reference.en"], metrics=["bleu", "chrf"], target_language="en")


def write_page(folder: Path, path: Path) -> None:
    """The page of the test set, with all that explains its scores."""
    scores = score_small(folder)
    path.write_text(render_scores(scores, "html", explanation=explain_scores(scores)), encoding="utf-8")
