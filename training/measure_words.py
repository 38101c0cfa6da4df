"""How well the checks of words and terms find what was put in: precision and recall of each, on documents of 15 lines.

    python -m training.measure_words DATA [--part report] [--check NAME ...] [--show]

DATA holds ``english`` and ``wmt22/zh-en``. Every second document gets one fault of a kind; the others stay as they are.
For checks whose faults need rare words documents are longer, and each is tried both ways. The injectors share no code
with the checks. ``recall`` is the share of the faults that a finding of confidence .8 or more has among its places;
``precision`` the share of such findings, in damaged and sound documents, that hold a fault that was put in. What else
is found counts as false, true or not: ``--show`` lists it. The first two thirds of each text are there to tune on, the
last third to report on.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evalkit.auditing.checking import check_segments, load_check
from evalkit.data import Document, Finding, GlossaryEntry, Passage, Segment

LINES = 15
LONG = 45
SCARCE = ("mixed-varieties", "inconsistent-capitals")
"""Checks whose faults need words that few documents of 15 lines have."""
SHOWN = 0.8
SEED = 20221122


@dataclass(frozen=True)
class Texts:
    """A document's lines, source and target, and which target lines (with what text in them) hold a fault."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    faults: tuple[tuple[int, str], ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    other: tuple[str, ...] = ()


NEEDED = {"lost-characters": ("dropped-apostrophe", "stray-question-mark")}
"""The checks whose findings a check explains."""

Inject = Callable[[Texts, random.Random], Texts | None]
PHRASE = re.compile(r"\b[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){1,4}\b")
PAIRS = dict(
    line.split("/")
    for line in [
        "colour/color",
        "favour/favor",
        "behaviour/behavior",
        "neighbour/neighbor",
        "labour/labor",
        "honour/honor",
        "centre/center",
        "theatre/theater",
        "metres/meters",
        "kilometres/kilometers",
        "fibre/fiber",
        "defence/defense",
        "offence/offense",
        "travelling/traveling",
        "travelled/traveled",
        "organise/organize",
        "organised/organized",
        "organisation/organization",
        "recognise/recognize",
        "recognised/recognized",
        "realise/realize",
        "realised/realized",
        "analyse/analyze",
        "programme/program",
        "programmes/programs",
        "harbour/harbor",
        "humour/humor",
        "rumours/rumors",
        "neighbourhood/neighborhood",
        "favourite/favorite",
        "labelled/labeled",
        "modelling/modeling",
        "apologise/apologize",
        "criticised/criticized",
        "emphasised/emphasized",
    ]
)
APOSTROPHE = re.compile(r"(?<=[A-Za-z])['’](?=[a-z])|(?<=s)['’](?= )")
WORD = re.compile(r"\b[a-z]{5,}\b")


def main() -> None:
    """Reads the options, injects, checks, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", choices=("tune", "report"), default="report")
    parser.add_argument("--check", action="append", default=[])
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    sys.stdout.write(
        f"{'check':22}{'documents':>10}{'faults':>8}{'found':>7}{'recall':>8}{'findings':>10}{'precision':>11}\n"
    )
    for name, (inject, bilingual) in INJECTORS.items():
        if not options.check or name in options.check:
            texts = read_texts(options.data, options.part, LONG if name in SCARCE else LINES, bilingual=bilingual)
            measure(name, texts, inject, show=options.show)


def read_texts(data: Path, part: str, lines_each: int, *, bilingual: bool | None) -> list[Texts]:
    """The documents of a part, of so many lines: pairs, English alone, or both for ``None``."""
    readers = {True: [read_pairs], False: [read_english], None: [read_pairs, read_english]}[bilingual]
    return [text for read in readers for text in read(data, part, lines_each)]


def measure(name: str, texts: Sequence[Texts], inject: Inject, *, show: bool) -> None:
    """Print what the check makes of faults that were put in."""
    counts, others = count(name, texts, inject)
    recall, precision = (
        f"{counts[part] / counts[whole]:.3f}" if counts[whole] else "-"
        for part, whole in (("found", "faults"), ("hits", "findings"))
    )
    sys.stdout.write(
        f"{name:22}{counts['documents']:10}{counts['faults']:8}{counts['found']:7}{recall:>8}{counts['findings']:10}{precision:>11}\n"
    )
    for number, finding in others if show else ():
        line = texts[number].target[min(finding.place.line, len(texts[number].target)) - 1]
        sys.stdout.write(f"    {number}: “{finding.place.text}” {finding.message}\n        {line[:200]}\n")


def count(name: str, texts: Sequence[Texts], inject: Inject) -> tuple[Counter[str], list[tuple[int, Finding]]]:
    """Put a fault into every second document that has a place for one: what the check makes of all of them, and its
    findings that hold no fault, with their documents' numbers."""
    chance = random.Random(SEED)
    checks = [load_check(one) for one in (*NEEDED.get(name, ()), name)]
    counts: Counter[str] = Counter()
    others = []
    for number, text in enumerate(texts):
        versions = [text, inject(text, chance)] if name in SCARCE else [inject(text, chance) if number % 2 else text]
        for damaged in versions:
            if damaged is None:
                continue
            found_at_all = check_segments(make_segments(damaged, number), checks)
            findings = [f for f in found_at_all if f.check == name and f.confidence >= SHOWN]
            hits = [finding for finding in findings if any(_holds(finding, fault) for fault in damaged.faults)]
            found = [fault for fault in damaged.faults if any(_holds(finding, fault) for finding in findings)]
            counts += Counter(
                documents=1, faults=len(damaged.faults), found=len(found), findings=len(findings), hits=len(hits)
            )
            others += [(number, finding) for finding in findings if finding not in hits]
    return counts, others


def _holds(finding: Finding, fault: tuple[int, str]) -> bool:
    line, text = fault
    return any(place.line == line + 1 and text in place.text for place in (finding.place, *finding.places))


def make_segments(texts: Texts, number: int) -> list[Segment]:
    """One segment a line."""
    sides = [
        tuple(Passage(text=line, path=f"{number}.{side}", line=at) for at, line in enumerate(lines, start=1))
        for side, lines in (("zh", texts.source), ("en", texts.target))
    ]
    document = Document(
        name=str(number),
        folder="",
        paths=(f"{number}.zh", f"{number}.en"),
        source_language="zh",
        target_language="en",
        source=sides[0],
        target=sides[1],
        glossary=texts.glossary,
    )
    return [
        Segment(document=document, index=at, source=sides[0][at : at + 1], hypothesis=sides[1][at : at + 1])
        for at in range(len(texts.target))
    ]


def read_english(data: Path, part: str, lines_each: int) -> Iterator[Texts]:
    """Documents of one language, all of it the target."""
    for path in sorted((data / "english").glob("*.txt")):
        lines = [line for line in path.read_text("utf-8").split("\n") if line.strip()]
        for chunk in _cut(lines, part, lines_each):
            yield Texts(source=(), target=tuple(chunk))


def read_pairs(data: Path, part: str, lines_each: int) -> Iterator[Texts]:
    """Documents of WMT22 zh-en: reference A, reference B, and every system; the other reference stands beside each."""
    folder = data / "wmt22/zh-en"
    names = [
        "reference.A",
        "reference.B",
        *(f"systems/{path.stem}" for path in sorted((folder / "systems").glob("*.en"))),
    ]
    sources = (folder / "source.zh").read_text("utf-8").split("\n")[:-1]
    for name in names:
        targets = (folder / f"{name}.en").read_text("utf-8").split("\n")[:-1]
        beside = folder / ("reference.A.en" if name == "reference.B" else "reference.B.en")
        others = beside.read_text("utf-8").split("\n")[:-1]
        for chunk in _cut(list(zip(sources, targets, others, strict=True)), part, lines_each):
            source, target, other = zip(*chunk, strict=True)
            yield Texts(source=source, target=target, other=other)


def _cut(lines: list, part: str, lines_each: int) -> Iterator[list]:  # type: ignore[type-arg]
    bound = len(lines) * 2 // 3
    chosen = lines[:bound] if part == "tune" else lines[bound:]
    for start in range(0, len(chosen), lines_each):
        yield chosen[start : start + lines_each]


def _change(texts: Texts, line: int, start: int, end: int, new: str, *, fault: str | None = None) -> Texts:
    target = list(texts.target)
    target[line] = target[line][:start] + new + target[line][end:]
    return replace(texts, target=tuple(target), faults=(*texts.faults, (line, fault or new)))


def misspell(texts: Texts, chance: random.Random) -> Texts | None:
    """One word of five letters or more with one letter dropped, doubled, replaced or exchanged."""
    words = [(line, match) for line, text in enumerate(texts.target) for match in WORD.finditer(text)]
    if not words:
        return None
    line, match = chance.choice(words)
    word = match[0]
    at = chance.randrange(1, len(word) - 1)
    new = chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + chance.choice("aeioutrsn") + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        ]
    )
    return None if new == word else _change(texts, line, *match.span(), new)


def mix_varieties(texts: Texts, chance: random.Random) -> Texts | None:
    """One British word turned American, or the other way round, where the document has at least one more of its
    variety."""
    back = {american: british for british, american in PAIRS.items()}
    for table in (PAIRS, back):
        words = [
            (line, match)
            for line, text in enumerate(texts.target)
            for match in WORD.finditer(text)
            if match[0] in table
        ]
        words = [one for one in words if table is PAIRS or "iz" not in one[1][0]]
        if len(words) >= 2:
            line, match = chance.choice(words)
            return _change(texts, line, *match.span(), table[match[0]])
    return None


def change_capitals(texts: Texts, chance: random.Random) -> Texts | None:
    """A name with a capital inside it that stands there twice: one of them without that capital."""
    places = defaultdict(list)
    for line, text in enumerate(texts.target):
        for match in re.finditer(r"\b(?=\w*[a-z][A-Z])[A-Za-z]{4,}\b(?!['’.@/-]\w)", text):
            places[match[0]].append((line, match))
    repeated = [group for group in places.values() if len(group) > 1]
    if not repeated:
        return None
    line, match = chance.choice(chance.choice(repeated))
    return _change(texts, line, *match.span(), match[0].capitalize())


def rival_expansion(texts: Texts, chance: random.Random) -> Texts | None:
    """A name that stands in two lines is followed by its initials in both; in one of them a word of it gives way to
    another."""
    places = _list_phrases(texts)
    if not places:
        return None
    (first, one), (second, other) = chance.sample(chance.choice(places), 2)
    words = one[0].split()
    initials = "".join(word[0] for word in words)
    changed = _change(texts, first, *one.span(), f"{one[0]} ({initials})", fault=one[0])
    at = chance.randrange(len(words))
    words[at] = words[at][0] + chance.choice(["ational", "entral", "evelopment", "esearch"])
    return _change(changed, second, *other.span(), f"{' '.join(words)} ({initials})", fault=" ".join(words))


def rival_rendering(texts: Texts, chance: random.Random) -> Texts | None:
    """A name that stands in three lines or more: in one of them its head comes first (“Office of Foreign Affairs”)."""
    places = [group for group in _list_phrases(texts) if len({line for line, _ in group}) >= 3]
    places = [group for group in places if re.search("[a-z]{4}", group[0][1][0].split()[-1])]
    if not places:
        return None
    line, match = chance.choice(chance.choice(places))
    *modifiers, head = match[0].split()
    return _change(texts, line, *match.span(), f"{head} of {' '.join(modifiers)}")


def _list_phrases(texts: Texts) -> list[list[tuple[int, re.Match[str]]]]:
    places = defaultdict(dict)
    for line, text in enumerate(texts.target):
        for match in PHRASE.finditer(text):
            if match.start() and text[match.start() - 2 : match.start() - 1] not in ".?!:":
                places[match[0]].setdefault(line, match)
    return [list(group.items()) for group in places.values() if len(group) > 1]


def repeat_otherwise(texts: Texts, chance: random.Random) -> Texts | None:
    """A line of the source once more at the end, with the other reference's rendering."""
    lines = [n for n, text in enumerate(texts.source) if len(text) > 12 and texts.other[n] != texts.target[n]]
    if not lines:
        return None
    line = chance.choice(lines)
    return replace(
        texts,
        source=(*texts.source, texts.source[line]),
        target=(*texts.target, texts.other[line]),
        faults=((len(texts.target), texts.other[line]),),
    )


def paste_twice(texts: Texts, chance: random.Random) -> Texts | None:
    """A line of the target gives way to the one before it."""
    lines = [n for n in range(1, len(texts.target)) if len(texts.target[n - 1]) > 40]
    if not lines:
        return None
    line = chance.choice(lines)
    return _change(texts, line, 0, len(texts.target[line]), texts.target[line - 1])


def break_glossary(texts: Texts, chance: random.Random) -> Texts | None:
    """A glossary of what both sides have in the same letters or digits-free names; one of the renderings is written
    otherwise."""
    entries = {}
    for line, (source, target) in enumerate(zip(texts.source, texts.target, strict=True)):
        for word in set(re.findall(r"[A-Za-z]{4,}", source)) & set(re.findall(r"[A-Za-z]{4,}", target)):
            if target.count(word) == 1 and re.search(rf"\b{word}\b", target):
                entries.setdefault(word, []).append(line)
    if not entries:
        return None
    glossary = tuple(GlossaryEntry(source=word, targets=(word,), forbidden=("Otherword",)) for word in entries)
    word = chance.choice(sorted(entries))
    line = chance.choice(entries[word])
    at = texts.target[line].index(word)
    changed = _change(texts, line, at, at + len(word), chance.choice(["Otherword", "something"]))
    fault = "Otherword" if "Otherword" in changed.target[line] else word
    return replace(changed, glossary=glossary, faults=((line, fault),))


def mix_heading_case(texts: Texts, chance: random.Random) -> Texts | None:
    """Four short lines become headings in title case, one more stays as it is."""
    short = [n for n, text in enumerate(texts.target) if 4 <= len(text.split()) <= 14 and text[-1] in ".?!"]
    if len(short) < 5:
        return None
    chosen = chance.sample(short, 5)
    target = [text.rstrip(".?!") if n in chosen else text for n, text in enumerate(texts.target)]
    for line in chosen[:4]:
        target[line] = " ".join(w if len(w) < 4 else w[0].upper() + w[1:] for w in target[line].split(" "))
    return replace(texts, target=tuple(target), faults=((chosen[4], target[chosen[4]]),))


def lose_apostrophes(texts: Texts, chance: random.Random) -> Texts | None:
    """All apostrophes of a document that has four or more are gone; the finding is about the whole document."""
    if sum(len(APOSTROPHE.findall(text)) for text in texts.target) < 4:
        return None
    return replace(texts, target=tuple(APOSTROPHE.sub("", text) for text in texts.target), faults=((0, ""),))


INJECTORS: dict[str, tuple[Inject, bool | None]] = {
    "rival-renderings": (rival_rendering, True),
    "glossary-violation": (break_glossary, True),
    "differing-repeat": (repeat_otherwise, True),
    "copied-rendering": (paste_twice, True),
    "rival-expansions": (rival_expansion, False),
    "mixed-varieties": (mix_varieties, False),
    "inconsistent-capitals": (change_capitals, None),
    "mixed-heading-case": (mix_heading_case, False),
    "misspelling": (misspell, False),
    "lost-characters": (lose_apostrophes, False),
}


if __name__ == "__main__":
    main()
