"""What each check finds of the faults put into WMT22 text, and what else it reports there.

    python -m training.measure_checks DATA [--half 2] [--check NAME ...] [--show 5] [--write docs/auditing.md]

DATA holds ``wmt22/zh-en`` and ``wmt22/en-zh``. The checks were tuned on the first half of the lines of each; figures to
quote come from the second, which was read once before the rules of different-end-mark for questions were made stricter.
Documents of 15 lines, both references; every second document gets one fault for each check (:mod:`training.injecting`).
Only what reports show counts (a confidence of .8 or more). Printed for each check:

injected; recall: the share of injected faults that a finding of this check lies on; precision: the share of its
findings that lie on an injected fault, of all it reports in the damaged documents and in as many sound ones (faults
that the text had before count as false); clean: findings in the sound documents per 1,000 pairs; fix: where the check
proposes something for an injected fault, the share of proposals that restore the line exactly.

A check that no function of :mod:`training.injecting` damages text for is measured with the injectors of ``evalkit
selftest``, which put a fault into every second paragraph that has room for it. There places are counted, not findings,
and the fix is the share of injected faults. mixed-varieties is measured so on documents of 45 lines, each of them sound
and damaged, from the last third of the texts of :mod:`training.measure_words`, English and all renderings of WMT22
zh-en; for rival-renderings and glossary-violation that module puts the faults in. Checks that are switched off are left
out unless named. ``--write`` puts the table between two comments of a document.
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

from evalkit.auditing.checking import check_segments, choose_checks, load_check
from evalkit.data import Document, Finding, Passage, Place, Segment
from evalkit.selftest.damaging import Injector, list_injectors
from evalkit.selftest.injecting import measure_injector
from training import measure_words
from training.injecting import INJECTORS, PREPARERS, Injection
from training.parallel import Pair, Side, read_pairs

_LINES = 15
_SHOWN = 0.8
_SEED = 20220101
_TRIES = 60
_LEAST_CASES, _MORE_ROUNDS = 50, 3
_BY_WORDS = ("glossary-violation", "rival-renderings")
"""The checks that faults of :mod:`training.measure_words` are put in for."""
_SCARCE = ("mixed-varieties",)
"""Checks whose faults need words that few documents of 15 lines have."""
_TABLE = re.compile(r"(?<=<!-- table of measure_checks -->\n).*?(?=<!-- end of table -->)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a check made of one kind of fault. ``fault`` is the injector that put it in; ``clean`` is findings in 1,000
    sound pairs; ``wrong`` are examples of what went wrong."""

    check: str
    injected: int
    recall: str
    precision: str
    clean: float | None = None
    fix: str = "-"
    fault: str = ""
    wrong: tuple[str, ...] = ()

    def __str__(self) -> str:
        clean = "-" if self.clean is None else f"{self.clean:.2f}"
        listed = "".join(f"\n    {line}" for line in self.wrong)
        return f"{self.check:26}{self.injected:9}{self.recall:>8}{self.precision:>10}{clean:>11}{self.fix:>7}  {self.fault}{listed}"


def main() -> None:
    """Measures and prints one line for each check, or writes them into a document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--half", type=int, choices=(1, 2), default=2)
    parser.add_argument("--check", action="append", default=[])
    parser.add_argument("--show", type=int, default=0, help="list so many misses and false findings of each check")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    names = options.check or [check.name for check in choose_checks()]
    out = sys.stderr if options.write else sys.stdout
    out.write(f"{'check':26}{'injected':>9}{'recall':>8}{'precision':>10}{'clean/1000':>11}{'fix':>7}\n")
    rows = []
    for row in measure_all(options.data, names, half=options.half, show=options.show):
        out.write(f"{str(row).rstrip()}\n")
        out.flush()
        rows.append(row)
    if options.write:
        options.write.write_text(replace_table(options.write.read_text(encoding="utf-8"), rows), encoding="utf-8")


def replace_table(document: str, rows: Sequence[Row]) -> str:
    """The document with another table between its two comments."""
    kinds = Counter(row.check for row in rows)
    lines = sorted(make_line(row, named=kinds[row.check] > 1) for row in rows)
    table = "\n".join(["| check | faults put in | found | precision |", "|---|---|---|---|", *lines, ""])
    return _TABLE.sub(lambda found: table, document)


def make_line(row: Row, *, named: bool = False) -> str:
    """A row of that table; ``named`` where the check has several kinds of fault."""
    name = f"{row.check}, {row.fault}" if named else row.check
    return f"| {name} | {row.injected} | {row.recall} | {row.precision} |"


def measure_all(data: Path, names: Sequence[str], *, half: int = 2, show: int = 0) -> Iterator[Row]:
    """The rows of these checks; a check that nothing damages text for has none."""
    documents = list(read_documents(data, half=half))
    long = list(read_long_documents(data, half=half)) if set(names) & set(_SCARCE) else []
    for name in names:
        if name in _BY_WORDS:
            yield measure_with_words(name, data, half=half)
        elif name in INJECTORS:
            yield measure(name, documents, show=show)
        else:
            for injector in list_injectors([name]):
                is_scarce = name in _SCARCE
                yield measure_shipped(injector, long if is_scarce else documents, both_ways=is_scarce)


def read_documents(data: Path, *, half: int) -> Iterator[list[Pair]]:
    """Blocks of 15 pairs of lines from one half of each test set, with each reference."""
    for languages in (("zh", "en"), ("en", "zh")):
        for reference in "AB":
            pairs = read_pairs(data, languages, reference, half=half)
            yield from (pairs[start : start + _LINES] for start in range(0, len(pairs) - _LINES, _LINES))


def read_long_documents(data: Path, *, half: int) -> Iterator[list[Pair]]:
    """English text and renderings of WMT22 zh-en in documents of 45 lines, from the last third or what is before it."""
    part = "report" if half == 2 else "tune"
    for one in measure_words.read_texts(data, part, measure_words.LONG, bilingual=None):
        sources = one.source or [""] * len(one.target)
        yield [Pair(source=a, target=b, languages=("zh", "en")) for a, b in zip(sources, one.target, strict=True)]


def measure_with_words(name: str, data: Path, *, half: int) -> Row:
    """The row of a check that :mod:`training.measure_words` puts faults in for."""
    inject, bilingual = measure_words.INJECTORS[name]
    part = "report" if half == 2 else "tune"
    texts = measure_words.read_texts(data, part, measure_words.LINES, bilingual=bilingual)
    counts, _ = measure_words.count(name, texts, inject)
    return Row(
        check=name,
        injected=counts["faults"],
        recall=_share(counts, "found", "faults"),
        precision=_share(counts, "hits", "findings"),
    )


def measure(name: str, documents: Sequence[Sequence[Pair]], *, show: int = 0) -> Row:
    """The row of a check that :mod:`training.injecting` puts faults in for, with examples of what went wrong."""
    rng = random.Random(f"{_SEED}-{name}")
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for number, document in enumerate(documents):
        pairs = PREPARERS[name](document, rng) if name in PREPARERS else list(document)
        injected = inject(name, pairs, rng) if number % 2 else None
        if number % 2 and injected is None:
            continue
        counts += judge(name, number, pairs, injected, wrong)
    return Row(
        check=name,
        injected=counts["injected"],
        recall=_share(counts, "hit", "injected"),
        precision=_share(counts, "right", "found"),
        clean=1000 * counts["clean"] / max(1, counts["pairs"]),
        fix=_share(counts, "restored", "proposed"),
        wrong=tuple(wrong[:show]),
    )


def measure_shipped(injector: Injector, documents: Sequence[Sequence[Pair]], *, both_ways: bool = False) -> Row:
    """The row of an injector that the product ships: every second document is damaged, or with ``both_ways`` each, and
    each is left sound too."""
    check = load_check(injector.check)
    checks = [check, *(load_check(name) for name in check.explains)]
    rng = random.Random(f"{_SEED}-{injector.name}")
    prepare = PREPARERS.get(injector.check, lambda document, rng: document)
    segments = [make_segments(number, prepare(document, rng)) for number, document in enumerate(documents)]
    damaged = [one[0].document for one in (segments if both_ways else segments[1::2])]
    sound = segments if both_ways else segments[::2]
    outcome = measure_injector(injector, damaged, seed=_SEED, least_confidence=_SHOWN)
    if 0 < outcome.injected < _LEAST_CASES:
        outcome = measure_injector(injector, damaged, seed=_SEED, rounds=_MORE_ROUNDS, least_confidence=_SHOWN)
    found = (one for group in sound for one in check_segments(group, checks))
    clean = [one for one in found if one.check == check.name and one.confidence >= _SHOWN]
    counts = Counter(
        hit=outcome.found,
        injected=outcome.injected,
        restored=outcome.restored,
        right=outcome.true,
        found=outcome.true + outcome.false + sum(1 + len(finding.places) for finding in clean),
    )
    return Row(
        check=check.name,
        injected=outcome.injected,
        recall=_share(counts, "hit", "injected"),
        precision=_share(counts, "right", "found"),
        clean=1000 * len(clean) / sum(map(len, sound)),
        fix=_share(counts, "restored", "injected") if outcome.proposes else "-",
        fault=injector.name,
    )


def inject(name: str, pairs: list[Pair], rng: random.Random) -> tuple[int, Injection] | None:
    """Damages one of the pairs (in place); which, and how."""
    for _ in range(_TRIES):
        at = rng.randrange(len(pairs))
        injection = INJECTORS[name](pairs[at], pairs, rng)
        if injection is not None:
            return at, injection
    return None


def judge(
    name: str, number: int, pairs: Sequence[Pair], injected: tuple[int, Injection] | None, wrong: list[str]
) -> Counter[str]:
    """What the check makes of one document, sound or damaged."""
    damaged = list(pairs)
    if injected is not None:
        damaged[injected[0]] = injected[1].pair
    findings = [
        one for one in check_segments(make_segments(number, damaged), [load_check(name)]) if one.confidence >= _SHOWN
    ]
    if injected is None:
        wrong += [f"clean: {_quote(damaged, one)}" for one in findings]
        return Counter(clean=len(findings), found=len(findings), pairs=len(pairs))
    at, injection = injected
    hits = [one for one in findings if _lies_on(one, at, injection)]
    if not hits:
        wrong.append(f"missed: {_show_line(injection)}")
    wrong += [f"false: {_quote(damaged, one)}" for one in findings if one not in hits]
    places = [place for one in hits for place in (one.place, *one.places) if _is_place_on(place, at, injection)]
    proposed = [place for place in places[:1] if place.suggestion is not None]
    return Counter(
        injected=1,
        hit=bool(hits),
        found=len(findings),
        right=len(hits),
        proposed=len(proposed),
        restored=sum(_restores(place, pairs[at], injection) for place in proposed),
    )


def make_segments(number: int, pairs: Sequence[Pair]) -> list[Segment]:
    """The pairs as a document whose lines belong together one by one."""
    paths: dict[Side, str] = {"source": f"{number}.source", "target": f"{number}.target"}
    sides = {
        side: [Passage(text=pair.text(side), path=path, line=line) for line, pair in enumerate(pairs, start=1)]
        for side, path in paths.items()
    }
    source_language, target_language = pairs[0].languages
    document = Document(
        name=str(number),
        folder="",
        paths=tuple(paths.values()),
        source_language=source_language,
        target_language=target_language,
        source=tuple(passage for passage in sides["source"] if passage.text),
        target=tuple(sides["target"]),
    )
    return [
        Segment(document=document, index=index, source=(source,) if source.text else (), hypothesis=(target,))
        for index, (source, target) in enumerate(zip(sides["source"], sides["target"], strict=True))
    ]


def _lies_on(finding: Finding, at: int, injection: Injection) -> bool:
    return any(_is_place_on(place, at, injection) for place in (finding.place, *finding.places))


def _is_place_on(place: Place, at: int, injection: Injection) -> bool:
    start, end = place.column - 1, place.end_column - 1
    return place.side == injection.side and place.line == at + 1 and start <= injection.end and injection.start <= end


def _restores(place: Place, sound: Pair, injection: Injection) -> bool:
    line = injection.pair.text(injection.side)
    repaired = line[: place.column - 1] + (place.suggestion or "") + line[place.end_column - 1 :]
    return repaired == (injection.sound or sound.text(injection.side))


def _show_line(injection: Injection) -> str:
    line = injection.pair.text(injection.side)
    return f"{line[max(0, injection.start - 30) : injection.start]}⟦{line[injection.start : injection.end]}⟧{line[injection.end : injection.end + 30]}"


def _quote(pairs: Sequence[Pair], finding: Finding) -> str:
    place = finding.place
    line = pairs[place.line - 1].text(place.side)
    return f"{place.side} {line[max(0, place.column - 31) : place.column - 1]}⟦{place.text}⟧{line[place.end_column - 1 : place.end_column + 29]} → {place.suggestion!r}"


def _share(counts: Counter[str], part: str, whole: str) -> str:
    return f"{counts[part] / counts[whole]:.3f}" if counts[whole] else "-"


if __name__ == "__main__":
    main()
