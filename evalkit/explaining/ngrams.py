"""Which n-grams of the references one system gets and another misses.

Words are those of the target language as people see them (:attr:`evalkit.languages.Language.split_words`), case kept.
In each segment an n-gram is matched as often as the output has it, at most as often as the reference that has it most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from evalkit.data.test_sets import TestSet
from evalkit.languages import get_language

Ngram = tuple[str, ...]
_Pair = tuple[str, str]
Split = Callable[[str], Sequence[tuple[int, int]]]
_LONGEST = 4
_FEWEST = 4
"""An n-gram that the references have fewer times is not looked at: chance alone would give such gains."""
_DEVIATIONS = 3.0
_SAME_GAIN = 0.75
"""A shorter n-gram is folded into a longer one that holds it and has so much of its net gain."""
_SHOWN = 10
_EXAMPLES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NgramExample:
    """A segment in which the n-gram is got more often, by its place in the test set from 0: the first reference's text,
    and both outputs."""

    index: int
    reference: str
    hypothesis: str
    baseline_hypothesis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NgramGain:
    """An n-gram of the references that ``system`` gets and ``baseline`` misses more often than the other way round.

    ``gained`` counts the occurrences that the system matches beyond the baseline, ``lost`` those that the baseline
    matches beyond the system, segment by segment; ``net`` is the difference. ``occurrences`` are the references'.
    ``ngram`` is written as the reference writes it.
    """

    system: str
    baseline: str
    ngram: str
    words: int
    gained: int
    lost: int
    net: int
    occurrences: int
    examples: tuple[NgramExample, ...]


@dataclass(slots=True)
class _Tally:
    """What is counted of one pair of systems; ``lines`` has the first segments in which one has more of an n-gram: 0
    the first, 1 the other."""

    more: tuple[Counter[Ngram], Counter[Ngram]] = field(default_factory=lambda: (Counter(), Counter()))
    lines: tuple[dict[Ngram, list[int]], dict[Ngram, list[int]]] = field(default_factory=lambda: ({}, {}))

    def add(self, line: int, one: Mapping[Ngram, int], other: Mapping[Ngram, int]) -> None:
        for side, has, lacks in ((0, one, other), (1, other, one)):
            for ngram, count in has.items():
                if count > (less := lacks.get(ngram, 0)):
                    self.more[side][ngram] += count - less
                    lines = self.lines[side].setdefault(ngram, [])
                    if len(lines) < _EXAMPLES:
                        lines.append(line)


def find_ngram_gains(
    test_set: TestSet, pairs: Sequence[_Pair], language: str, *, shown: int = _SHOWN
) -> list[NgramGain]:
    """For each pair of systems the n-grams of one to four words that the first gains most, then those that the second
    does.

    Only gains of more than three standard deviations count, as if a coin had been tossed for each occurrence that one
    of the two matches alone; at most ``shown`` a direction, the largest net gain first. An n-gram is folded into a
    longer one, or one that it overlaps by two words, with nearly the same gain, and into a shorter one with a larger
    gain.
    """
    if not test_set.references or not pairs:
        return []
    split = get_language(language).split_words
    references = [[_cut(text, split(text)) for text in one.texts] for one in test_set.references.values()]
    frequent = _count_frequent(list(chain.from_iterable(references)))
    tallies: dict[_Pair, _Tally] = {pair: _Tally() for pair in pairs}
    texts = {system: test_set.systems[system].texts for pair in pairs for system in pair}
    for line in range(len(references[0])):
        counts = _count_most([_count(one[line], frequent) for one in references])
        if counts:
            matched = {system: _match(_cut(own[line], split(own[line])), counts) for system, own in texts.items()}
            for (one, other), tally in tallies.items():
                tally.add(line, matched[one], matched[other])
    gains = (_list_gains(test_set, pair, tally, frequent, split, shown) for pair, tally in tallies.items())
    return list(chain.from_iterable(gains))


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> Ngram:
    return tuple(text[start:end] for start, end in spans)


def _list_ngrams(words: Ngram, length: int) -> Iterator[Ngram]:
    return (words[start : start + length] for start in range(len(words) - length + 1))


def _count_frequent(texts: Sequence[Ngram]) -> dict[Ngram, int]:
    """The n-grams that stand often enough, with how often. A longer one is counted only where its parts do, which
    bounds the memory."""
    frequent: dict[Ngram, int] = {}
    for length in range(1, _LONGEST + 1):
        counts = Counter(
            ngram
            for words in texts
            for ngram in _list_ngrams(words, length)
            if length == 1 or (ngram[:-1] in frequent and ngram[1:] in frequent)
        )
        frequent |= {ngram: count for ngram, count in counts.items() if count >= _FEWEST}
    return frequent


def _count(words: Ngram, known: Mapping[Ngram, int]) -> Counter[Ngram]:
    return Counter(
        ngram for length in range(1, _LONGEST + 1) for ngram in _list_ngrams(words, length) if ngram in known
    )


def _count_most(counts: Sequence[Counter[Ngram]]) -> Counter[Ngram]:
    most: Counter[Ngram] = Counter()
    for one in counts:
        most |= one
    return most


def _match(words: Ngram, counts: Mapping[Ngram, int]) -> dict[Ngram, int]:
    return {ngram: min(count, counts[ngram]) for ngram, count in _count(words, counts).items()}


def _list_gains(
    test_set: TestSet, pair: _Pair, tally: _Tally, frequent: Mapping[Ngram, int], split: Split, shown: int
) -> Iterator[NgramGain]:
    for side in (0, 1):
        gained, lost = tally.more[side], tally.more[1 - side]
        nets = {ngram: count - lost[ngram] for ngram, count in gained.items() if _is_beyond_chance(count, lost[ngram])}
        for ngram in islice(_fold(nets), shown):
            lines = tally.lines[side][ngram]
            yield NgramGain(
                system=pair[side],
                baseline=pair[1 - side],
                ngram=_write(ngram, test_set, lines[0], split),
                words=len(ngram),
                gained=gained[ngram],
                lost=lost[ngram],
                net=nets[ngram],
                occurrences=frequent[ngram],
                examples=tuple(_show_line(test_set, pair[side], pair[1 - side], line) for line in lines),
            )


def _is_beyond_chance(gained: int, lost: int) -> bool:
    return gained > lost and (gained - lost) ** 2 >= _DEVIATIONS**2 * (gained + lost)


def _fold(nets: Mapping[Ngram, int]) -> Iterator[Ngram]:
    """The n-grams that say something of their own, the largest net gain first; each is held against those before it
    alone."""
    held = {
        part
        for ngram, net in nets.items()
        for length in range(1, len(ngram))
        for part in _list_ngrams(ngram, length)
        if part in nets and net >= _SAME_GAIN * nets[part]
    }
    kept: list[Ngram] = []
    for ngram in sorted(nets.keys() - held, key=lambda one: (-nets[one], -len(one), one)):
        if not any(
            _holds(ngram, one) or (_overlap(ngram, one) and nets[ngram] >= _SAME_GAIN * nets[one]) for one in kept
        ):
            kept.append(ngram)
            yield ngram


def _holds(ngram: Ngram, part: Ngram) -> bool:
    return len(part) < len(ngram) and part in set(_list_ngrams(ngram, len(part)))


def _overlap(one: Ngram, other: Ngram) -> bool:
    """Whether two or more words at the end of one open the other: windows on one longer run."""
    most = min(len(one), len(other))
    return any(one[-size:] == other[:size] or other[-size:] == one[:size] for size in range(2, most))


def _write(ngram: Ngram, test_set: TestSet, line: int, split: Split) -> str:
    """The n-gram as a reference writes it in that line."""
    for reference in test_set.references.values():
        text = reference.lines[line].text
        spans = split(text)
        for start, found in enumerate(_list_ngrams(_cut(text, spans), len(ngram))):
            if found == ngram:
                return text[spans[start][0] : spans[start + len(ngram) - 1][1]]
    return " ".join(ngram)


def _show_line(test_set: TestSet, system: str, baseline: str, line: int) -> NgramExample:
    return NgramExample(
        index=line,
        reference=next(iter(test_set.references.values())).lines[line].text,
        hypothesis=test_set.systems[system].lines[line].text,
        baseline_hypothesis=test_set.systems[baseline].lines[line].text,
    )
