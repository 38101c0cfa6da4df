"""How often a changed number of a rendering is found, and how often a pair that nobody changed is flagged, on WMT22.

    python -m training.measure_numbers DATA [--half 2] [--show KIND]

DATA holds ``wmt22/zh-en`` and ``wmt22/en-zh``. Every number of every target is changed in turn: one digit of those in
digits, the month, the number word. Documents of 15 lines; what counts is a finding of different-number on the changed
words, with a confidence that reports show. ``en-zh A, turned`` takes the Chinese reference as the source and the
English source as its target.

The rules were tuned on the first half of the lines. Of the second half the flagged unchanged pairs were read, and
repairs made for what was misread there (2021.6.11, 双十二, 95后, three o'clock, 24/7); which changes are missed there was
never looked at.

Printed for each set: pairs flagged as they stand, then the shares found: of numbers in digits and months; of those
among them that the source states in the same segment, so that it can be known what is right; of number words; and of
each kind. ``--show`` lists the misses of a kind (``all``; ``flagged``: what is flagged in unchanged pairs; read it,
most are errors of the reference).
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evalkit.checks.different_number import check_document
from evalkit.data import SHOWN_CONFIDENCE, Fault
from evalkit.facts.anchoring import read_values
from evalkit.languages.values import agreement
from training.measure_checks import make_segments
from training.parallel import Pair, read_pairs

_LINES = 15
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
]
_ORDINALS = ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS + _ORDINALS)})\b", re.IGNORECASE)
_KINDS = (
    ("code", r"[A-Za-z]-?$", r""),
    ("code", r"", r"[A-Za-z](?!\w)(?<![kKmMsS])"),
    ("ordinal", r"", r"(?:st|nd|rd|th)\b"),
    ("ordinal", r"第\s?$", r""),
    ("percent", r"", r"\s?(?:%|％|per ?cent)"),
    ("scaled", r"", r"\s?(?:million|billion|thousand|trillion|hundred|[km]\b|bn\b|万|亿)"),
    ("time", r"", r":\d|\s?[ap]\.?m|\s?[点时]"),
    ("time", r"\d:$", r""),
    ("day", rf"(?:{_MONTH.pattern})\s$|月\s?$", r""),
    ("day", r"", rf"\s{_MONTH.pattern}|\s?日"),
    ("month", r"", r"\s?月"),
    ("year", r"", r"\s?年"),
    ("range", r"", r"\s?[-–—~至到]\s?\d"),
    ("range", r"\d\s?[-–—~至到]\s?$", r""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A number of a text, its kind, and what it is changed into."""

    kind: str
    start: int
    end: int
    new: str

    @property
    def in_words(self) -> bool:
        """Whether the number is written as a word."""
        return self.kind.startswith("word")


def main() -> None:
    """Measure and print two lines for each test set and reference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", type=int, choices=(1, 2), default=2)
    parser.add_argument("--show", help="a kind, all, or flagged")
    options = parser.parse_args()
    for title, documents in read_sets(options.data, half=options.half):
        wrong: list[tuple[str, str]] = []
        counts = sum((measure_document(document, wrong) for document in documents), Counter[str]())
        sys.stdout.write(write_counts(title, counts))
        shown = [line for kind, line in wrong if options.show in (kind, "all")]
        sys.stdout.write("".join(f"    {line}\n" for line in shown))


def read_sets(data: Path, *, half: int) -> Iterator[tuple[str, list[list[Pair]]]]:
    """Each test set with its title, in documents of 15 lines; of English into Chinese also with the sides exchanged."""
    for languages in (("zh", "en"), ("en", "zh")):
        for reference in "AB":
            pairs = read_pairs(data, languages, reference, half=half)
            title = f"{'-'.join(languages)} {reference}"
            yield title, _split(pairs)
            if languages[0] == "en":
                turned = [Pair(source=one.target, target=one.source, languages=languages[::-1]) for one in pairs]
                yield f"{title}, turned", _split(turned)


def _split(pairs: Sequence[Pair]) -> list[list[Pair]]:
    return [list(pairs[start : start + _LINES]) for start in range(0, len(pairs), _LINES)]


def measure_document(document: Sequence[Pair], wrong: list[tuple[str, str]]) -> Counter[str]:
    """What is flagged in a document as it stands, and what of each change in turn; ``wrong`` gets a line for each flag
    and miss."""
    sound = list_shown(document)
    counts = Counter(pairs=len(document), flagged=len({fault.places[0].line for fault in sound}))
    wrong += [("flagged", _describe_flag(document, fault)) for fault in sound]
    for at, pair in enumerate(document):
        for change in list_changes(pair):
            counts += judge_change(document, at, change, wrong)
    return counts


def list_shown(document: Sequence[Pair]) -> list[Fault]:
    """What the check reports on a document with a confidence that reports show."""
    return [fault for fault in check_document(make_segments(0, document)) if fault.confidence >= SHOWN_CONFIDENCE]


def list_changes(pair: Pair) -> Iterator[Change]:
    """One change of each number of the target; the same ones every time."""
    for match in _NUMBER.finditer(pair.target):
        rng = random.Random(match.start())
        position = rng.choice([offset for offset, one in enumerate(match[0]) if one.isdigit()])
        digit = rng.choice([digit for digit in "123456789" if digit != match[0][position]])
        new = match[0][:position] + digit + match[0][position + 1 :]
        yield Change(kind=_tell_kind(pair.target, match), start=match.start(), end=match.end(), new=new)
    for match in (*_MONTH.finditer(pair.target), *_WORD.finditer(pair.target)) if pair.is_english("target") else ():
        yield _exchange_word(match)


def _exchange_word(match: re.Match[str]) -> Change:
    kinds = (("month", _MONTHS), ("word", _WORDS), ("word, ordinal", _ORDINALS))
    word = match[0] if match[0] in _MONTHS else match[0].lower()
    kind, words = next((kind, words) for kind, words in kinds if word in words)
    new = random.Random(match.start()).choice([other for other in words if other != word])
    return Change(
        kind=kind, start=match.start(), end=match.end(), new=new.capitalize() if match[0][0].isupper() else new
    )


def _tell_kind(text: str, match: re.Match[str]) -> str:
    before, behind = text[max(0, match.start() - 15) : match.start()], text[match.end() : match.end() + 15]
    for kind, ends, begins in _KINDS:
        if re.search(ends, before) and re.match(begins, behind):
            return kind
    if re.fullmatch(r"(?:1[5-9]|20)\d\d", match[0]):
        return "year"
    return "plain" if len(match[0]) > 1 else "one digit"


def judge_change(document: Sequence[Pair], at: int, change: Change, wrong: list[tuple[str, str]]) -> Counter[str]:
    """Whether the change of a number of one pair is found, where it stands."""
    pair = document[at]
    changed = pair.write("target", pair.target[: change.start] + change.new + pair.target[change.end :])
    faults = list_shown([*document[:at], changed, *document[at + 1 :]])
    found = any(_lies_on(fault, at, change) for fault in faults)
    if not found:
        wrong.append((change.kind, _describe_miss(pair, change)))
    groups = ["words"] if change.in_words else ["digits", *(["stated"] if _is_stated(pair, change) else [])]
    return Counter({key: 1 for group in (*groups, change.kind) for key in (group, *([f"{group} found"] * found))})


def _lies_on(fault: Fault, at: int, change: Change) -> bool:
    place = fault.places[0]
    return (
        place.line == at + 1
        and place.column - 1 < change.start + len(change.new)
        and change.start < place.end_column - 1
    )


def _is_stated(pair: Pair, change: Change) -> bool:
    """Whether the source says the same as the unchanged number does."""
    source = read_values(pair.source, pair.languages[0])
    values = read_values(pair.target, pair.languages[1])
    return any(
        agreement(one, value)
        for value in values
        if value.start < change.end and change.start < value.end
        for one in source
    )


def write_counts(title: str, counts: Counter[str]) -> str:
    """Two lines for a set."""
    kinds = sorted(key.removesuffix(" found") for key in counts if key.endswith(" found"))
    groups = ("digits", "stated", "words")
    listed = ", ".join(f"{kind} {counts[f'{kind} found']}/{counts[kind]}" for kind in kinds if kind not in groups)
    return (
        f"{title}: {counts['pairs']} pairs, {counts['flagged']} flagged ({counts['flagged'] / counts['pairs']:.2%}); found "
        + ", ".join(f"{group} {_share(counts, group)} of {counts[group]}" for group in groups if counts[group])
        + f"\n  {listed}\n"
    )


def _share(counts: Counter[str], group: str) -> str:
    return f"{counts[f'{group} found'] / counts[group]:.3f}"


def _describe_miss(pair: Pair, change: Change) -> str:
    before, behind = pair.target[max(0, change.start - 50) : change.start], pair.target[change.end : change.end + 30]
    return f"{change.kind}: {before}⟦{pair.target[change.start : change.end]} → {change.new}⟧{behind} | {pair.source[:200]}"


def _describe_flag(document: Sequence[Pair], fault: Fault) -> str:
    place = fault.places[0]
    pair = document[place.line - 1]
    near = pair.target[max(0, place.column - 50) : place.end_column + 30]
    said = " | ".join(one.text for one in fault.places)
    return f"{fault.message} {fault.confidence} {said} → {place.suggestion}: {near} | {pair.source[:200]}"


if __name__ == "__main__":
    main()
