"""Makes evalkit/languages/en/question_mark_weights.json from the English text of the folder EVALKIT_DATA.

    EVALKIT_DATA=... python training/train_question_marks.py

Needs scikit-learn. Half of the documents to tune on are damaged (`damaging.lose_characters`), in several ways and with
several seeds; the trees learn which question marks are stray. How many questions the counterpart asks is known for half
of the documents: counted in the Chinese where there is one, else taken from the sound text, one in twenty wrong. The
bound from which a mark is reported comes from out-of-fold probabilities.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from damaging import KINDS_OF_LOSS, count_asked, cut_documents, lose_characters
from train_apostrophes import choose_bound, fit_trees

from evalkit.languages.en.apostrophe_model import tell_probability
from evalkit.languages.en.question_marks import QuestionMark, find_marks, tell_place

_WEIGHTS = Path(__file__).resolve().parents[1] / "evalkit/languages/en/question_mark_weights.json"
_FOLDS = 5
_PRECISION = 0.985
_SEEDS = 4


def list_rows(data: Path) -> list[tuple[QuestionMark, bool, int]]:
    """The question marks of all versions: features, whether each is stray, and the fold of its document."""
    rows = []
    for number, (name, paragraphs) in enumerate(cut_documents(data, part="tune")):
        fold = int(name.rsplit(":", 1)[1]) // 150 % _FOLDS
        for seed in range(_SEEDS):
            chance = random.Random(f"{name} {seed}")
            kind = KINDS_OF_LOSS[(number + seed) % len(KINDS_OF_LOSS)]
            for damaged in (None, kind):
                texts, stray = lose_characters(paragraphs, damaged, chance)
                asked = count_asked(data, name, paragraphs, chance) if seed % 2 else [None] * len(texts)
                marks = find_marks(texts, asked)
                rows += [(mark, mark.start in stray[mark.paragraph], fold) for mark in marks]
    return rows


def fit(rows: Sequence[tuple[QuestionMark, bool, int]]):  # type: ignore[no-untyped-def]
    return fit_trees(
        [mark.features for mark, *_ in rows], [label for _, label, _ in rows], [1.0] * len(rows), iterations=120
    )


def main() -> None:
    rows = list_rows(Path(os.environ["EVALKIT_DATA"]))
    probabilities, labels, places = [], [], []
    for fold in range(_FOLDS):
        model = fit([row for row in rows if row[2] != fold])
        for mark, label, _ in (row for row in rows if row[2] == fold):
            probabilities.append(tell_probability(model.score(mark.features)))
            labels.append(label)
            places.append(tell_place(mark))
    found, truth, shown = np.array(probabilities), np.array(labels), {}
    for place in ("inside", "end"):
        here = np.array([one == place for one in places])
        shown[place] = max(choose_bound(found[here], truth[here], precision=_PRECISION, cases=50) or 1.0, 0.8)
        reported = here & (found >= shown[place])
        sys.stdout.write(
            f"{place}: shown from {shown[place]}, precision {truth[reported].mean():.3f}, recall {truth[reported].sum() / truth[here].sum():.3f}\n"
        )
    model = fit(rows)
    lines = ",\n  ".join(json.dumps(tree, ensure_ascii=False) for tree in model.trees)
    about = "Made by training/train_question_marks.py."
    _WEIGHTS.write_text(
        f'{{"about": "{about}", "shown": {json.dumps(shown)}, "bias": {model.bias},\n "trees": [\n  {lines}\n]}}\n',
        "utf-8",
    )


if __name__ == "__main__":
    main()
