"""How the checks for lost characters do on the part of EVALKIT_DATA that no weight and no bound was learned from.

    EVALKIT_DATA=... python training/measure_apostrophes.py [--show 20] [--part report]

Every document of 15 paragraphs is judged twice, sound and damaged. For what is shown by default it prints precision,
the share of all removed apostrophes that the suggestion restores (`exact`: letter for letter; `right fix`: 's for s'
and s' for 's count too, for a common noun whose number the word before it leaves open), and false alarms in 10,000
words of sound text; for question marks precision and recall by what follows them; and how often findings of a stated
confidence are right.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from damaging import (
    KINDS_OF_LOSS,
    count_asked,
    cut_documents,
    cut_outputs,
    drop_apostrophes,
    list_apostrophes,
    lose_characters,
)

from evalkit.data import SHOWN_CONFIDENCE
from evalkit.languages.en.apostrophe_context import split_words
from evalkit.languages.en.apostrophes import restore_apostrophes
from evalkit.languages.en.contractions import restore_contraction
from evalkit.languages.en.lexicon import classify_word, list_lemmas
from evalkit.languages.en.question_marks import find_stray_question_marks

Documents = Sequence[tuple[str, tuple[str, ...]]]
_BINS = (0.0, 0.5, 0.65, 0.8, 0.9, 0.97, 0.99, 1.01)
_NUMBERED = {"a", "singular-determiner", "plural-determiner", "number"}


class Tally:
    """Counts by kind and outcome, findings by stated confidence, and a line for each error."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
        self.errors: list[str] = []

    def add_finding(self, kind: str, confidence: float, right: bool) -> None:
        if confidence >= SHOWN_CONFIDENCE:
            self.counts[kind, "found" if right else "false"] += 1
        self.bins[sum(confidence >= bound for bound in _BINS)].append((confidence, right))

    def add_error(self, outcome: str, text: str, start: int, end: int) -> None:
        around = f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 30]}"
        self.errors.append(f"    {outcome} {around}\n")

    def rate(self, kind: str, outcome: str, *others: str) -> float:
        """The share of the outcome in itself and the others."""
        whole = sum(self.counts[kind, one] for one in (outcome, *others))
        return self.counts[kind, outcome] / whole if whole else float("nan")

    def write_bins(self, show: int) -> None:
        for number, found in sorted(self.bins.items()):
            stated, right = (sum(row[at] for row in found) / len(found) for at in range(2))
            sys.stdout.write(
                f"  confidence from {_BINS[number - 1]:.2f}: {len(found):5} findings, stated {stated:.3f}, observed {right:.3f}\n"
            )
        sys.stdout.write("".join(sorted(self.errors)[:show]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0, help="print so many errors of each measurement")
    parser.add_argument("--part", default="report", choices=("report", "tune"))
    options = parser.parse_args()
    data = Path(os.environ["EVALKIT_DATA"])
    documents = list(cut_documents(data, part=options.part))
    measure_apostrophes("natural text", documents, options.show)
    outputs = list(cut_outputs(data, part=options.part))
    pairs = [document for document in documents if document[0].startswith("reference.")]
    measure_apostrophes("systems' outputs", outputs, options.show)
    measure_apostrophes("of these the references of zh-en", pairs, options.show)
    for knows in (False, True):
        measure_question_marks(data, documents, options.show, knows=knows)


def measure_apostrophes(title: str, documents: Documents, show: int) -> None:
    tally, words = Tally(), 0
    for name, paragraphs in documents:
        words += sum(len(split_words(text)) for text in paragraphs)
        for text, one in zip(paragraphs, restore_apostrophes(paragraphs), strict=True):
            for correction in one:
                kind = tell_kind(correction.suggestion)
                tally.add_finding(kind, correction.confidence, False)
                if correction.confidence >= SHOWN_CONFIDENCE:
                    tally.counts[kind, "false in sound text"] += 1
                    tally.add_error(
                        f"false in sound text {correction.confidence}", text, correction.start, correction.end
                    )
        stripped = drop_apostrophes(name, paragraphs, lambda mark: True).paragraphs
        for paragraph, text, found in zip(paragraphs, stripped, restore_apostrophes(stripped), strict=True):
            judge_stripped(paragraph, text, found, tally)
    sys.stdout.write(f"dropped apostrophes, {title}, {words} words\n")
    for kind in ("possessive", "contraction", "its"):
        get = {outcome: count for (one, outcome), count in tally.counts.items() if one == kind}
        sys.stdout.write(
            f"  {kind:12} removed {get['removed']:5} precision {tally.rate(kind, 'found', 'false'):.3f} "
            f"right fix {get['right'] / get['removed']:.3f} exact {get['exact'] / get['removed']:.3f} false in 10k sound words "
            f"{10000 * get.get('false in sound text', 0) / words:.2f}; safe {get.get('safe', 0)}, right {get.get('safe right', 0)}\n"
        )
    tally.write_bins(show)


def judge_stripped(paragraph: str, text: str, found: Sequence, tally: Tally) -> None:  # type: ignore[type-arg]
    """Counts what was found in a paragraph that lost all its apostrophes."""
    truth = {(start, end): word for start, end, word in list_originals(paragraph)}
    tally.counts.update((tell_kind(word), "removed") for word in truth.values())
    for one in found:
        word = truth.get((one.start, one.end))
        kind = tell_kind(word or one.suggestion)
        tally.add_finding(kind, one.confidence, word is not None)
        if one.confidence < SHOWN_CONFIDENCE:
            continue
        truth.pop((one.start, one.end), None)
        right = word == one.suggestion
        accepted = right or (word is not None and is_open(text[: one.start], word))
        outcomes = {"right": accepted, "exact": right, "safe": one.certain, "safe right": one.certain and right}
        tally.counts.update({(kind, outcome): int(value) for outcome, value in outcomes.items()})
        if not right:
            tally.add_error(f"wrong {one.confidence} {one.suggestion} for {word}:", text, one.start, one.end)
    for (start, end), word in truth.items():
        tally.add_error(f"missed {word}:", text, start, end)


def is_open(before: str, word: str) -> bool:
    """Whether 's and s' are both grammatical for a word: a common noun, and the word before it says nothing of its
    number."""
    stripped = word.replace("'", "").lower()
    regular = stripped[:-1] in list_lemmas(stripped).get("NOUN", ())
    previous = split_words(before)[-1:]
    return regular and not (previous and _NUMBERED.intersection(classify_word(previous[0].text)))


def tell_kind(written: str) -> str:
    squeezed = written.replace("'", "").replace("’", "")
    if squeezed.lower() == "its":
        return "its"
    return "contraction" if restore_contraction(squeezed) else "possessive"


def list_originals(paragraph: str) -> Iterator[tuple[int, int, str]]:
    """For each word that loses an apostrophe its offsets in the stripped paragraph, and how it was written, with
    U+0027."""
    marks = set(list_apostrophes(paragraph))
    stripped = "".join(character for at, character in enumerate(paragraph) if at not in marks)
    gaps = {at - number for number, at in enumerate(sorted(marks))}
    for word in split_words(stripped):
        inside = sorted(gap for gap in gaps if word.start < gap <= word.end)
        if inside:
            at = inside[0] - word.start
            yield word.start, word.end, f"{word.text[:at]}'{word.text[at:]}"


def measure_question_marks(data: Path, documents: Documents, show: int, *, knows: bool) -> None:
    tally = Tally()
    for number, (name, paragraphs) in enumerate(documents):
        for kind in (None, KINDS_OF_LOSS[number % len(KINDS_OF_LOSS)]):
            chance = random.Random(name)
            texts, stray = lose_characters(paragraphs, kind, chance)
            asked = count_asked(data, name, paragraphs, chance) if knows else [None] * len(texts)
            found = find_stray_question_marks(texts, asked)
            for text, offsets, here in zip(texts, stray, found, strict=True):
                for one in here:
                    tally.add_finding(tell_place(text, one.start), one.confidence, one.start in offsets)
                    if one.start not in offsets:
                        tally.add_error(f"wrong {one.confidence}", text, one.start, one.end)
                for at in offsets - {one.start for one in here}:
                    tally.counts[tell_place(text, at), "missed"] += 1
                    tally.add_error("missed", text, at, at + 1)
    sys.stdout.write(f"stray question marks, other side {'known' if knows else 'unknown'}\n")
    for place in ("small letter", "capital", "end of line", "other"):
        sys.stdout.write(
            f"  before {place:12} found {tally.counts[place, 'found']:5} precision {tally.rate(place, 'found', 'false'):.3f} "
            f"recall {tally.rate(place, 'found', 'missed'):.3f}\n"
        )
    tally.write_bins(show)


def tell_place(text: str, at: int) -> str:
    following = text[at:].lstrip("?").lstrip()[:1]
    if not following:
        return "end of line"
    return "small letter" if following.islower() else "capital" if following.isupper() else "other"


if __name__ == "__main__":
    main()
