"""How well alignment finds known beads and omitted paragraphs, on literature and on WMT22 zh-en and en-zh.

    python training/measure_alignment.py DATA [--part tune|report] [--step 1] [--from-english]

Literature is that of ``tests/cases/alignment``, half of the texts for tuning; what its lines are is told from the text.
As it is little, chains of a hundred beads are made of neighbouring segments of DATA too: segments are cut into sentences where both sides have as many, or one side has one; a fifth of what is then one-to-one
is merged into 1-2, 2-1, 1-3, 3-1, 1-4, 4-1 and 2-2 beads or left out on one side. ``free`` makes the English as free as
literature: a third of its words and most of its names and numbers are exchanged for words of other segments, and its
sentences are stretched or shortened at random. Documents of 8 and 15 paragraphs, each of one to three segments, have
one paragraph of every second one removed from the English.

The first half of each file of DATA is for tuning, the second for reporting. Prints strict F1, precision and recall of beads
with two sides (empty ones do not count); for omissions precision and recall of what has a confidence of .8 or more; and
how stated confidences compare with what was observed.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from evalkit.alignment.habits import SENTENCES, Habits
from evalkit.alignment.pairing import align_passages
from evalkit.data import Bead, Passage
from evalkit.languages import get_language

Known = tuple[list[str], list[str]]
"""A bead whose texts are known: Chinese and English units."""

Numbers = tuple[tuple[int, ...], tuple[int, ...]]
"""The numbers of a bead's units, Chinese and English."""

_LITERATURE = Path(__file__).parents[1] / "tests/cases/alignment"
_TITLES = {
    "tune": ("guxiang", "rulin", "laoshan", "laocan"),
    "report": ("kongyiji", "yao", "honglou", "sanguo"),
}
_CHAIN = 100
_SHOWN = 0.8
_BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.97, 1.01)
_SHAPES = (
    (0.060, (2,), (1, 1)),
    (0.050, (1, 1), (2,)),
    (0.015, (3,), (1, 1, 1)),
    (0.015, (1, 1, 1), (3,)),
    (0.005, (4,), (1, 1, 1, 1)),
    (0.005, (1, 1, 1, 1), (4,)),
    (0.010, (2, 1), (1, 2)),
    (0.010, (1, 2), (2, 1)),
    (0.010, (1,), ()),
    (0.010, (), (1,)),
)
"""How often neighbouring one-to-one beads become one, and how many of them each unit of either side then holds."""


def main() -> None:
    """Reads the options, aligns, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of test data, with wmt22 in it")
    parser.add_argument("--part", choices=["tune", "report"], default="report")
    parser.add_argument("--step", type=int, default=1, help="take every n-th chain only")
    parser.add_argument("--from-english", action="store_true", help="align English sources with Chinese targets")
    options = parser.parse_args()
    measure_beads(
        "literary sentences",
        list(read_literature(options.part).values()),
        from_english=options.from_english,
        habits=None,
    )
    texts = read_texts(options.data, options.part)
    for name, make in (("sentences", make_chains), ("free sentences", make_free_chains)):
        measure_beads(name, make(texts)[:: options.step], from_english=options.from_english)
    for paragraphs in (8, 15):
        for segments in (1, 3, None):
            documents = make_documents(texts, paragraphs, segments)
            measure_omissions(
                documents[: len(documents) // options.step], paragraphs, segments, from_english=options.from_english
            )


def read_texts(data: Path, part: str) -> list[tuple[list[str], list[str]]]:
    """Four pairs of Chinese and English lines: either test set with either reference; of each the half asked for."""
    pairs = []
    for folder, source, reference in (("zh-en", "source.zh", "en"), ("en-zh", "source.en", "zh")):
        for letter in "AB":
            paths = [data / "wmt22" / folder / name for name in (source, f"reference.{letter}.{reference}")]
            first, second = (path.read_text(encoding="utf-8").split("\n")[:-1] for path in paths)
            pairs.append((first, second) if reference == "en" else (second, first))
    halves = [(len(chinese) // 2, chinese, english) for chinese, english in pairs]
    if part == "tune":
        return [(chinese[:half], english[:half]) for half, chinese, english in halves]
    return [(chinese[half:], english[half:]) for half, chinese, english in halves]


def read_literature(part: str) -> dict[str, list[Known]]:
    """The chains of the literary texts of a part, by title."""
    return {title: list(_read_chain(_LITERATURE, title)) for title in _TITLES[part]}


def _read_chain(folder: Path, title: str) -> Iterator[Known]:
    chinese, english, beads = (
        (folder / f"{title}.{end}").read_text(encoding="utf-8").split("\n")[:-1]
        for end in ("zh.txt", "en.txt", "beads.tsv")
    )
    for bead in beads:
        own, others = ([int(number) for number in side.split()] for side in bead.split("\t"))
        yield [chinese[number] for number in own], [english[number] for number in others]


def make_chains(texts: Sequence[tuple[list[str], list[str]]]) -> list[list[Known]]:
    """Chains of beads, with random merges and omissions."""
    generator = random.Random(1)
    chains = []
    for chinese, english in texts:
        beads = [
            bead for pair in zip(chinese, english, strict=True) if all(map(str.strip, pair)) for bead in _cut(*pair)
        ]
        chains += [_merge(beads[start : start + _CHAIN], generator) for start in range(0, len(beads), _CHAIN)]
    return chains


def make_free_chains(texts: Sequence[tuple[list[str], list[str]]]) -> list[list[Known]]:
    """The same, where the English says much of it in other words."""
    chains, generator = make_chains(texts), random.Random(8)
    words = [
        word
        for known in chains
        for _, english in known
        for text in english
        for word in text.split(" ")
        if word.isalpha() and word.islower()
    ]
    return [
        [(chinese, [_free(text, words, generator) for text in english]) for chinese, english in known]
        for known in chains
    ]


def make_documents(
    texts: Sequence[tuple[list[str], list[str]]], paragraphs: int, segments: int | None
) -> list[tuple[list[str], list[str], int | None]]:
    """Paragraphs of both sides and which of the English is left out, none in every second document."""
    generator = random.Random(1)
    whole = []
    for chinese, english in texts:
        start = 0
        while True:
            sizes = [segments or generator.choice((1, 1, 2, 3)) for _ in range(paragraphs)]
            if start + sum(sizes) > len(chinese):
                break
            bounds = [start + sum(sizes[:count]) for count in range(paragraphs + 1)]
            spans = list(pairwise(bounds))
            sides = ["".join(chinese[a:b]) for a, b in spans], [" ".join(english[a:b]) for a, b in spans]
            start = bounds[-1]
            if all(text.strip() for side in sides for text in side):
                whole.append(sides)
    generator.shuffle(whole)
    gaps = [generator.randrange(paragraphs) if number % 2 == 0 else None for number in range(len(whole))]
    return [
        (chinese, [text for place, text in enumerate(english) if place != gap], gap)
        for (chinese, english), gap in zip(whole, gaps, strict=True)
    ]


def measure_beads(
    name: str, chains: Sequence[Sequence[Known]], *, from_english: bool, habits: Habits | None = SENTENCES
) -> None:
    """Prints strict F1, precision and recall of beads with two sides, and the calibration of all."""
    counts: Counter[str] = Counter()
    judged: list[tuple[float, bool]] = []
    begin = time.perf_counter()
    for chain in chains:
        beads = _align(
            [text for chinese, _ in chain for text in chinese],
            [text for _, english in chain for text in english],
            from_english=from_english,
            habits=habits,
            headings=habits is None,
        )
        gold = set(number_beads(chain))
        judged += [(bead.confidence, (bead.source, bead.target) in gold) for bead in beads]
        counts.update(count_two_sided({(bead.source, bead.target) for bead in beads}, chain))
    seconds = (time.perf_counter() - begin) / len(chains)
    _print(
        f"{name}: {len(chains)} chains, F1 {tell_strict_f1(counts):.3f}, "
        f"precision {counts['right'] / counts['found']:.3f}, recall {counts['right'] / counts['known']:.3f}, {seconds:.2f} s a chain"
    )
    _print_calibration(judged)


def count_two_sided(found: Iterable[Numbers], chain: Sequence[Known]) -> dict[str, int]:
    """How many beads with two sides were found, are known, and are both; a bead counts where all its units are
    right."""
    known = {bead for bead in number_beads(chain) if all(bead)}
    two_sided = {bead for bead in found if all(bead)}
    return {"right": len(two_sided & known), "found": len(two_sided), "known": len(known)}


def tell_strict_f1(counts: Mapping[str, int]) -> float:
    """The harmonic mean of precision and recall of beads."""
    return 2 * counts["right"] / (counts["found"] + counts["known"])


def measure_omissions(
    documents: Sequence[tuple[list[str], list[str], int | None]],
    paragraphs: int,
    segments: int | None,
    *,
    from_english: bool,
) -> None:
    """Prints precision and recall of paragraphs that stand alone with the confidence that is shown, and the calibration
    of all."""
    right = found = known = 0
    judged: list[tuple[float, bool]] = []
    for chinese, english, gap in documents:
        gold = {("source", gap)} if gap is not None else set()
        alone = []
        for bead in _align(chinese, english, from_english=from_english):
            for side, units in (("source", bead.source), ("target", bead.target)):
                if len(bead.source) + len(bead.target) == 1 and units:
                    alone.append((bead.confidence, (side, units[0])))
        judged += [(confidence, place in gold) for confidence, place in alone]
        shown = {place for confidence, place in alone if confidence >= _SHOWN}
        right, found, known = right + len(shown & gold), found + len(shown), known + len(gold)
    _print(
        f"omissions, {paragraphs} paragraphs of {segments or '1 to 3'} segments: {len(documents)} documents, "
        f"precision {right / max(1, found):.3f} ({right} of {found}), recall {right / known:.3f} (of {known})"
    )
    _print_calibration(judged)


def _align(chinese: Sequence[str], english: Sequence[str], *, from_english: bool, **manner: object) -> list[Bead]:
    sides = [
        tuple(Passage(text=text, path="text", line=2 * line + 1) for line, text in enumerate(texts))
        for texts in (chinese, english)
    ]
    if not from_english:
        return align_passages(*sides, source_language="zh", target_language="en", **manner)  # type: ignore[arg-type]
    beads = align_passages(*sides[::-1], source_language="en", target_language="zh", **manner)  # type: ignore[arg-type]
    return [Bead(source=bead.target, target=bead.source, confidence=bead.confidence) for bead in beads]


def _cut(chinese: str, english: str) -> list[Known]:
    """The sentences of a segment: one to one where there are as many of them, of like lengths; else one bead."""
    sides = [
        [text[start:end] for start, end in get_language(code).split_sentences(text)]
        for text, code in ((chinese, "zh"), (english, "en"))
    ]
    counts = [len(side) for side in sides]
    if counts[0] == counts[1] and _have_like_lengths(*sides):
        return [([one], [other]) for one, other in zip(*sides, strict=True)]
    if min(counts) == 1 and max(counts) <= 4:
        return [(sides[0], sides[1])]
    return [([chinese], [english])]


def _have_like_lengths(chinese: Sequence[str], english: Sequence[str]) -> bool:
    ratio = sum(map(len, english)) / sum(map(len, chinese))
    return all(abs(math.log(len(b) / len(a) / ratio)) < 0.7 for a, b in zip(chinese, english, strict=True))


def _merge(beads: Sequence[Known], generator: random.Random) -> list[Known]:
    merged = []
    at = 0
    while at < len(beads):
        chinese, english = _draw_shape(generator)
        size = max(sum(chinese), sum(english))
        run = beads[at : at + size]
        if size and len(run) == size and all(len(a) == len(b) == 1 for a, b in run):
            merged.append(
                (_group([a[0] for a, _ in run], chinese, "".join), _group([b[0] for _, b in run], english, " ".join))
            )
            at += size
        else:
            merged.append(beads[at])
            at += 1
    return merged


def _draw_shape(generator: random.Random) -> tuple[tuple[int, ...], tuple[int, ...]]:
    draw = generator.random()
    for share, chinese, english in _SHAPES:
        draw -= share
        if draw < 0:
            return chinese, english
    return (), ()


def _group(texts: Sequence[str], sizes: Sequence[int], join: Callable[[Sequence[str]], str]) -> list[str]:
    starts = [sum(sizes[:number]) for number in range(len(sizes))]
    return [join(texts[start : start + size]) for start, size in zip(starts, sizes, strict=True)]


def _free(text: str, words: Sequence[str], generator: random.Random) -> str:
    stretch = math.exp(generator.gauss(0, 0.6))
    freed: list[str] = []
    for word in text.split(" "):
        bare = word.rstrip('.,!?;:"”')
        is_fact = bool(re.search(r"\d", word)) or (word[:1].isupper() and bool(freed))
        if generator.random() < (0.85 if is_fact else 0.35):
            freed.append(generator.choice(words) + word[len(bare) :])
        elif word != bare or generator.random() < stretch:
            freed.append(word)
        if generator.random() < stretch - 1:
            freed.append(generator.choice(words))
    return " ".join(freed) or text


def number_beads(chain: Sequence[Known]) -> Iterator[Numbers]:
    """The beads of a chain as the 0-based numbers of their units on each side."""
    source = target = 0
    for chinese, english in chain:
        yield tuple(range(source, source + len(chinese))), tuple(range(target, target + len(english)))
        source, target = source + len(chinese), target + len(english)


def _print_calibration(judged: Sequence[tuple[float, bool]]) -> None:
    for low, high in pairwise(_BINS):
        inside = [(confidence, right) for confidence, right in judged if low <= confidence < high]
        if inside:
            stated = sum(confidence for confidence, _ in inside) / len(inside)
            observed = sum(right for _, right in inside) / len(inside)
            _print(
                f"    confidence {low:.2f} to {min(high, 1):.2f}: {len(inside):5} stated {stated:.3f} observed {observed:.3f}"
            )


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
