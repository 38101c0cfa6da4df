"""The accuracy of an audit as its user meets it: documents are written to disk, `evalkit audit` and `evalkit align`
read them.

    python -m training.measure_audit DATA [--row apostrophes ...] [--write docs/accuracy.md]

Documents have 15 paragraphs (8 where one is left out), every second one is damaged, and only what is shown by default
counts. English documents are the last quarter of each text of natural origin in DATA; pairs are the second half of
WMT22 zh-en, for apostrophes its last quarter, both languages in one file; literature is half of the texts of
`tests/cases/alignment`. No weight was learned from these parts.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from evalkit.data import SHOWN_CONFIDENCE
from evalkit.languages.en.apostrophe_context import split_words
from evalkit.languages.en.contractions import restore_contraction
from training.damaging import KINDS_OF_LOSS, cut_documents, drop_apostrophes, list_apostrophes, lose_characters
from training.measure_alignment import Known, count_two_sided, make_chains, read_literature, read_texts, tell_strict_f1

_SEED = 20261122
_PARAGRAPHS = 15
_LAST_QUARTER = 0.75
"""Weights of apostrophes were learned from what stands before it, in every text."""
_DRAWS = 4
"""How many copies of a pair of texts get a changed number, each another one."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ALONE = ("unmatched-paragraph", "heading-without-counterpart")
_BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.995, 1.01)
_LEAST = 50
"""A share of fewer cases than this is not put forward as a bin of confidences."""

Place = tuple[int, int, int]
"""Line, column and end column of a place in a document's file."""
Found = Mapping[str, Any]
"""One line of `--format jsonl`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A document as it goes to disk: its name, its lines, and for each damaged place the kind of fault and what stood
    there."""

    name: str
    lines: tuple[str, ...]
    faults: Mapping[Place, tuple[str, str]] = field(default_factory=dict)
    damaged: bool = False


@dataclass(slots=True)
class Tally:
    """Counts by kind and outcome; and for each finding its check's stated confidence and whether it was right."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    judged: list[tuple[float, bool]] = field(default_factory=list)

    def share(self, kind: str, part: str, *others: str) -> str:
        """The share of one outcome in itself and the others, with what it was counted of."""
        counts = self.counts[kind]
        whole = counts[part] + sum(counts[other] for other in others)
        return f"{counts[part] / whole:.3f} of {whole}" if whole else "no case"


Line = tuple[str, str, str]
"""What was measured, the measure, the figure."""


def main() -> None:
    """Measures the rows asked for, all unless some are named; prints them, or writes the document that holds them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--row", action="append", choices=list(ROWS), default=[])
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    document = write_document(options.data, options.row or list(ROWS))
    if options.write:
        options.write.write_text(document, encoding="utf-8")
    else:
        sys.stdout.write(document)


def write_document(data: Path, rows: Iterable[str]) -> str:
    """The rows, measured and set as the tables of a Markdown document."""
    lines: list[Line] = []
    judged: list[tuple[float, bool]] = []
    for row in rows:
        sys.stderr.write(f"measuring {row}\n")
        found, more = ROWS[row](data)
        lines += found
        judged += more
    table = "".join(f"| {what} | {measure} | {figure} |\n" for what, measure, figure in lines)
    return _DOCUMENT.format(table=table, bins="".join(_list_bins(judged)))


def _list_bins(judged: Sequence[tuple[float, bool]]) -> Iterator[str]:
    for low, high in pairwise(_BINS):
        inside = [(confidence, right) for confidence, right in judged if low <= confidence < high]
        if len(inside) >= _LEAST:
            stated, observed = (sum(row[at] for row in inside) / len(inside) for at in range(2))
            yield f"| {low:.2f} to {min(high, 1):.2f} | {len(inside)} | {stated:.3f} | {observed:.3f} |\n"


def audit(documents: Sequence[Written]) -> Iterator[tuple[Written, list[Found]]]:
    """Each document with what `evalkit audit FOLDER --format jsonl --all` says of it."""
    found = defaultdict(list)
    for finding in _run("audit", documents, "--all"):
        found[finding["document"]].append(finding)
    return ((document, found[document.name]) for document in documents)


def _run(command: str, documents: Sequence[Written], *options: str) -> list[Found]:
    with tempfile.TemporaryDirectory() as folder:
        for document in documents:
            text = "".join(f"{line}\n" for line in document.lines)
            (Path(folder) / f"{document.name}.txt").write_text(text, encoding="utf-8")
        words = [
            sys.executable,
            "-m",
            "evalkit",
            command,
            folder,
            "--format",
            "jsonl",
            "--source-language",
            "zh",
            *options,
        ]
        done = subprocess.run(words, check=True, capture_output=True, encoding="utf-8")
        return [json.loads(line) for line in done.stdout.splitlines()]


def measure_apostrophes(data: Path) -> tuple[list[Line], list[tuple[float, bool]]]:
    """Every apostrophe taken out of every second English document."""
    lines, judged = [], []
    for title, documents in (
        ("English alone", _write_english(data)),
        ("zh-en pairs", _write_pairs_without_marks(data)),
    ):
        tally, words = Tally(), 0
        for document, findings in audit(documents):
            words += 0 if document.damaged else sum(len(line.split()) for line in document.lines)
            _judge_words(document, [one for one in findings if one["check"] == "dropped-apostrophe"], tally)
        for kind in ("possessive", "contraction", "its"):
            what = f"dropped apostrophe, {kind}, {title}"
            false = 10000 * tally.counts[kind]["false in sound text"] / words
            lines += [
                (what, "precision", tally.share(kind, "found", "false")),
                (what, "right fix", tally.share(kind, "right", "wrong", "missed")),
                (what, "false in 10,000 sound words", f"{false:.2f}"),
            ]
        judged += tally.judged
    return lines, judged


def _write_english(data: Path) -> list[Written]:
    return [
        strip_apostrophes(f"english-{number:03}", paragraphs, damaged=number % 2 == 1)
        for number, (_, paragraphs) in enumerate(cut_documents(data, part="report"))
    ]


def _write_pairs_without_marks(data: Path) -> list[Written]:
    return [
        join_sides(chinese, strip_apostrophes(f"pair-{number:03}", english, damaged=number % 2 == 1), number)
        for number, (chinese, english) in enumerate(read_pairs(data, _PARAGRAPHS, first=_LAST_QUARTER))
    ]


def strip_apostrophes(name: str, paragraphs: Sequence[str], *, damaged: bool) -> Written:
    """The paragraphs as a document; a damaged one has lost every apostrophe, and knows which words lost one."""
    if not damaged:
        return Written(name=name, lines=tuple(paragraphs))
    stripped = drop_apostrophes(name, tuple(paragraphs), lambda mark: True).paragraphs
    faults = {}
    for number, (sound, text) in enumerate(zip(paragraphs, stripped, strict=True), start=1):
        gaps = [at - before for before, at in enumerate(list_apostrophes(sound))]
        for word in split_words(text):
            inside = [gap - word.start for gap in gaps if word.start < gap <= word.end]
            if inside:
                written = f"{word.text[: inside[0]]}'{word.text[inside[0] :]}"
                faults[number, word.start + 1, word.end + 1] = (_tell_kind(written), written)
    return Written(name=name, lines=stripped, faults=faults, damaged=True)


def _tell_kind(written: str) -> str:
    bare = re.sub("['’]", "", written)
    if bare.lower() == "its":
        return "its"
    return "contraction" if restore_contraction(bare) else "possessive"


def join_sides(chinese: Sequence[str], english: Written, number: int) -> Written:
    """Both languages in one file, as the seeds have them: Chinese before English, or paragraph by paragraph, by
    turns."""
    count = len(english.lines)
    if number % 4 < 2 or len(chinese) != count:
        lines, place = (*chinese, "", *english.lines), {line: len(chinese) + 1 + line for line in range(1, count + 1)}
    else:
        lines = tuple(line for pair in zip(chinese, english.lines, strict=True) for line in pair)
        place = {line: 2 * line for line in range(1, count + 1)}
    faults = {(place[line], *columns): fault for (line, *columns), fault in english.faults.items()}
    return Written(name=english.name, lines=lines, faults=faults, damaged=english.damaged)  # type: ignore[arg-type]


def read_pairs(data: Path, size: int, *, first: float = 0.5) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Blocks of Chinese and English paragraphs of WMT22 zh-en from that share of its lines on, with either
    reference."""
    folder = data / "wmt22/zh-en"
    source = (folder / "source.zh").read_text(encoding="utf-8").split("\n")[:-1]
    for letter in "AB":
        reference = (folder / f"reference.{letter}.en").read_text(encoding="utf-8").split("\n")[:-1]
        pairs = [
            pair
            for pair in list(zip(source, reference, strict=True))[int(first * len(source)) :]
            if all(map(str.strip, pair))
        ]
        for start in range(0, len(pairs) - size + 1, size):
            chinese, english = zip(*pairs[start : start + size], strict=True)
            yield chinese, english


def _judge_words(document: Written, findings: Iterable[Found], tally: Tally) -> None:
    missing = dict(document.faults)
    for kind, _ in missing.values():
        tally.counts[kind]["removed"] += 1
    for finding in findings:
        tally.judged.append((finding["confidence"], _locate(finding) in missing))
        if finding["confidence"] < SHOWN_CONFIDENCE:
            continue
        kind, sound = missing.pop(_locate(finding), (_tell_kind(finding["suggestion"]), None))
        counts = tally.counts[kind]
        counts["found" if sound else "false"] += 1
        counts["false in sound text"] += not document.damaged
        if sound:
            counts["right" if re.sub("’", "'", finding["suggestion"]) == sound else "wrong"] += 1
    for kind, _ in missing.values():
        tally.counts[kind]["missed"] += 1


def _locate(finding: Found) -> Place:
    return finding["line"], finding["column"], finding["end_column"]


def measure_question_marks(data: Path) -> tuple[list[Line], list[tuple[float, bool]]]:
    """Quotes, dashes and accented letters turned to "?", or "?" put behind words, in every second English document."""
    tally, documents = Tally(), []
    for number, (name, paragraphs) in enumerate(cut_documents(data, part="report")):
        kind = KINDS_OF_LOSS[number // 2 % len(KINDS_OF_LOSS)] if number % 2 else None
        texts, stray = lose_characters(paragraphs, kind, random.Random(f"{_SEED}-{name}"))
        faults = {
            (line, at + 1, 0): (_tell_following(text, at), "?")
            for line, (text, offsets) in enumerate(zip(texts, stray, strict=True), start=1)
            for at in offsets
        }
        documents.append(Written(name=f"mark-{number:03}", lines=tuple(texts), faults=faults))
    for document, findings in audit(documents):
        missing = dict(document.faults)
        for finding in findings:
            if finding["check"] == "stray-question-mark":
                place = finding["line"], finding["column"]
                kind = _tell_following(document.lines[place[0] - 1], place[1] - 1)
                right = (*place, 0) in missing
                tally.judged.append((finding["confidence"], right))
                if finding["confidence"] >= SHOWN_CONFIDENCE:
                    missing.pop((*place, 0), None)
                    tally.counts[kind]["found" if right else "false"] += 1
                    tally.counts["anything"]["found" if right else "false"] += 1
        for kind, _ in missing.values():
            tally.counts[kind]["missed"] += 1
    lines = [("stray question mark", "precision", tally.share("anything", "found", "false"))]
    lines += [
        (f"stray question mark before {kind}", "recall", tally.share(kind, "found", "missed"))
        for kind in ("a small letter", "a capital", "the end of the line")
    ]
    return lines, tally.judged


def _tell_following(text: str, at: int) -> str:
    following = text[at:].lstrip("?").lstrip()[:1]
    if not following:
        return "the end of the line"
    return "a small letter" if following.islower() else "a capital" if following.isupper() else "another character"


def measure_numbers(data: Path) -> tuple[list[Line], list[tuple[float, bool]]]:
    """One digit of one number of the English changed in every second pair of texts."""
    tally, documents, pairs = Tally(), [], 0
    for number, (chinese, english) in enumerate(read_pairs(data, _PARAGRAPHS)):
        pairs += len(english)
        documents.append(join_sides(chinese, Written(name=f"sound-{number:03}", lines=english), number))
        for draw in range(_DRAWS):
            changed = change_number(f"number-{number:03}-{draw}", english)
            if changed:
                documents.append(join_sides(chinese, changed, number))
    for document, findings in audit(documents):
        listed = [one for one in findings if one["check"] == "different-number"]
        hits = [one for one in listed if any(_covers(one, place) for place in document.faults)]
        if document.damaged:
            tally.counts["number"]["found" if _list_shown(hits) else "missed"] += 1
            tally.judged += [(one["confidence"], True) for one in hits]
        else:
            tally.counts["pair"]["flagged"] += len(_list_shown(listed))
            # Half of the documents are damaged: a sound one counts as often as it has damaged copies.
            tally.judged += [(one["confidence"], False) for one in listed] * _DRAWS
    flagged = tally.counts["pair"]["flagged"]
    return [
        ("numbers and dates", "changed ones found", tally.share("number", "found", "missed")),
        ("numbers and dates", "sound pairs flagged", f"{flagged / pairs:.2%} of {pairs}"),
    ], tally.judged


def change_number(name: str, english: Sequence[str]) -> Written | None:
    """The paragraphs with one digit of one number changed; none where they have no number."""
    chance = random.Random(f"{_SEED}-{name}")
    numbers = [(line, match) for line, text in enumerate(english) for match in _NUMBER.finditer(text)]
    if not numbers:
        return None
    line, match = chance.choice(numbers)
    at = chance.choice([at for at in range(*match.span()) if english[line][at].isdigit()])
    digit = chance.choice([digit for digit in "123456789" if digit != english[line][at]])
    lines = list(english)
    lines[line] = f"{lines[line][:at]}{digit}{lines[line][at + 1 :]}"
    faults = {(line + 1, match.start() + 1, match.end() + 1): ("number", match[0])}
    return Written(name=name, lines=tuple(lines), faults=faults, damaged=True)


def _covers(finding: Found, place: Place) -> bool:
    line, start, end = place
    return any(
        one["line"] == line and one["column"] < end and start < one["end_column"]
        for one in (finding, *finding["places"])
    )


def measure_omissions(data: Path) -> tuple[list[Line], list[tuple[float, bool]]]:
    """One paragraph of eight left out of the English of every second pair of texts."""
    tally, documents = Tally(), []
    for number, (chinese, english) in enumerate(read_pairs(data, 8)):
        chance = random.Random(f"{_SEED}-{number}")
        gap = chance.randrange(8) if number % 2 else None
        kept = tuple(text for at, text in enumerate(english) if at != gap)
        document = join_sides(chinese, Written(name=f"gap-{number:03}", lines=kept), 0)
        faults = {} if gap is None else {(gap + 1, 0, 0): ("paragraph", chinese[gap])}
        documents.append(Written(name=document.name, lines=document.lines, faults=faults))
    for document, findings in audit(documents):
        lines = [line for line, _, _ in document.faults]
        listed = [one for one in findings if one["check"] in _ALONE]
        tally.judged += [(one["confidence"], one["line"] in lines) for one in listed]
        shown = _list_shown(listed)
        hits = [one for one in shown if one["line"] in lines]
        tally.counts["paragraph"].update(found=len(hits), false=len(shown) - len(hits), missed=len(lines) - len(hits))
    return [
        ("omitted paragraph", "precision", tally.share("paragraph", "found", "false")),
        ("omitted paragraph", "recall", tally.share("paragraph", "found", "missed")),
    ], tally.judged


def _list_shown(findings: Iterable[Found]) -> list[Found]:
    return [finding for finding in findings if finding["confidence"] >= SHOWN_CONFIDENCE]


def measure_alignment(data: Path) -> tuple[list[Line], list[tuple[float, bool]]]:
    """Chains of a hundred known beads of sentences, one a line; how they are made: `training/measure_alignment.py`."""
    chains = {f"chain-{number:02}": chain for number, chain in enumerate(make_chains(read_texts(data, "report")[:2]))}
    return [("alignment of news sentences, one a line", "strict F1", _align_chains(chains))], []


def measure_literature(data: Path) -> tuple[list[Line], list[tuple[float, bool]]]:
    """Literary texts of sentences, one a line; DATA is not asked."""
    figure = _align_chains(read_literature("report"))
    return [("alignment of literary sentences, one a line", "strict F1", figure)], []


def _align_chains(chains: Mapping[str, Sequence[Known]]) -> str:
    """The strict F1 of the beads that `evalkit align FOLDER` finds, told nothing of what the lines are."""
    counts: Counter[str] = Counter()
    documents = [
        Written(name=f"{name}.{language}", lines=tuple(text for bead in chain for text in bead[side]))
        for name, chain in chains.items()
        for side, language in enumerate(("zh", "en"))
    ]
    beads = defaultdict(set)
    for bead in _run("align", documents):
        beads[bead["document"]].add((tuple(bead["source"]), tuple(bead["target"])))
    for name, chain in chains.items():
        counts.update(count_two_sided(beads[name], chain))
    return f"{tell_strict_f1(counts):.3f} of {counts['known']} beads"


ROWS: dict[str, Callable[[Path], tuple[list[Line], list[tuple[float, bool]]]]] = {
    "apostrophes": measure_apostrophes,
    "question-marks": measure_question_marks,
    "numbers": measure_numbers,
    "omissions": measure_omissions,
    "alignment": measure_alignment,
    "literature": measure_literature,
}

_DOCUMENT = """# Accuracy

Written by `make figures`, from `evalkit audit` and `evalkit align` as they stand; `training/measure_audit.py` says on which text and how.
Every second document is damaged, only what is shown by default counts, and no weight was learned from this text. Its authors have read
results on it while they worked, so expect a little less on other text.

| what | measure | figure |
|---|---|---|
{table}
## Confidence

The findings of all rows above, by the confidence that they state, those that are shown with `--all` only included. Sets of fewer than 50 are left
out; a sound text counts as often as it has damaged copies.

| confidence | findings | stated | right |
|---|---|---|---|
{bins}"""


if __name__ == "__main__":
    main()
