"""Values for tests of benchmarking: outputs that differ in known ways, test sets, and what is measured of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from builders import write_lines

from evalkit.comparing.line_scores import LineScores
from evalkit.data import Document, EvalSet, MetricOptions, Passage, Segment
from evalkit.data.test_sets import LineText
from evalkit.jobs.scoring_lines import score_files
from evalkit.plugins import load_plugin
from evalkit.scoring.scoring import Measured, ReferenceChoice, measure_sets

_WORDS = ["city", "plan", "water", "river", "people", "farm", "school", "road", "market", "office", "train"]
REFERENCE_LINES = [
    f"The {_WORDS[n % 11]} of the {_WORDS[n * 7 % 10]} was number {n} in the {_WORDS[n * 3 % 9]}." for n in range(120)
]
OUTPUTS = {
    "best_one": [line.replace("number", "no.") if n % 2 else line for n, line in enumerate(REFERENCE_LINES)],
    "near|best": [
        line.replace("number", "no.") if n % 2 == 0 or n < 6 else line for n, line in enumerate(REFERENCE_LINES)
    ],
    "worst": [line.replace("was number", "had").replace("The", "A") for line in REFERENCE_LINES],
}

MEETINGS = [f"The committee met on day {n} and agreed to plan {n * 7} for the city." for n in range(40)]
CLOSE = [line.replace("agreed to", "approved") if n % 3 else line for n, line in enumerate(MEETINGS)]
FAR = [line.replace("committee met", "group gathered").replace("city", "town") for line in MEETINGS]

_PLACES = [
    "city",
    "plan",
    "water",
    "river",
    "people",
    "farm",
    "school",
    "road",
    "market",
    "office",
    "train",
    "garden",
    "bridge",
    "winter",
    "summer",
]
PLACES = [
    f"The {_PLACES[n % 15]} of the {_PLACES[n * 7 % 13]} was number {n * 37} in {_PLACES[n * 3 % 11]}."
    for n in range(60)
]
REWORDED_PLACES = [line.replace("was", "has been").replace("number", "no.") for line in PLACES]
CHINESE_PLACES = [f"第{n * 37}个城市的规划在春天完成了，人们都很高兴。" for n in range(60)]


def score_outputs(folder: Path, **options: object) -> LineScores:
    """The scores of ``OUTPUTS`` against ``REFERENCE_LINES`` by BLEU and chrF2."""
    paths = [write_lines(folder / f"{name}.en", lines) for name, lines in OUTPUTS.items()]
    reference = write_lines(folder / "reference.en", REFERENCE_LINES)
    return score_files(paths, [reference], metrics=["bleu", "chrf"], target_language="en", **options)  # type: ignore[arg-type]


def make_set(
    system: str, hypotheses: list[str], target_language: str = "en", *, per_document: int = 0, **references: list[str]
) -> EvalSet:
    """A system's hypotheses beside references by name, all in one document, or in documents of so many lines."""
    documents = [
        Document(
            name=str(n),
            folder="",
            paths=("d",),
            source_language="zh",
            target_language=target_language,
            source=(),
            target=(),
        )
        for n in range(len(hypotheses) // per_document + 1 if per_document else 1)
    ]
    lines = [Passage(text=line, path=system, line=n) for n, line in enumerate(hypotheses, start=1)]
    return EvalSet(
        system=system,
        source_language="zh",
        target_language=target_language,
        segments=tuple(
            Segment(
                document=documents[index // per_document if per_document else 0],
                index=index,
                source=(line,),
                hypothesis=(line,),
                references={
                    name: (Passage(text=text[index], path=name, line=index + 1),) for name, text in references.items()
                },
                system=system,
            )
            for index, line in enumerate(lines)
        ),
    )


def measure(sets: list[EvalSet], metric: str = "bleu", *references: str) -> list[Measured]:
    """What a metric measures of these sets against each of these references."""
    choices = [ReferenceChoice(name=name, references=(name,)) for name in references or ("A",)]
    return measure_sets(sets, choices, load_plugin("metrics", metric).create(MetricOptions()))


def make_text(name: str, lines: Sequence[str], role: str = "hypothesis") -> LineText:
    """The lines as a text of a test set."""
    passages = tuple(Passage(text=line, path=f"{name}.txt", line=n) for n, line in enumerate(lines, start=1))
    return LineText(name=name, path=f"{name}.txt", lines=passages, role=role)  # type: ignore[arg-type]
