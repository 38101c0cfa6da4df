"""Faults put into sound text on purpose, one function a check, to measure what the checks find.

Nothing here is imported from the checks, and no pattern or table is shared with them. An injector takes a :class:`Pair`
of lines and a random generator and returns the damaged pair with where the damage is, or ``None`` where this pair has
no room for it. Preparers put sound material (addresses, dates) into text that has none; they run on every document,
damaged or not.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from training.measure_words import PAIRS as VARIETIES
from training.parallel import Pair, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """A damaged pair, and the span of the damage in its new line."""

    pair: Pair
    side: Side
    start: int
    end: int
    sound: str | None = None
    """The line as it should be, where that is not the line before."""


Injector = Callable[[Pair, Sequence[Pair], random.Random], Injection | None]


def _splice(pair: Pair, side: Side, start: int, end: int, new: str) -> Injection:
    line = pair.text(side)
    return Injection(
        pair=pair.write(side, line[:start] + new + line[end:]), side=side, start=start, end=start + len(new)
    )


def _choose_side(rng: random.Random) -> Side:
    return rng.choice(("source", "target"))


def _choose_span(rng: random.Random, pattern: str, line: str) -> tuple[int, int] | None:
    spans = [match.span() for match in re.finditer(pattern, line)]
    return rng.choice(spans) if spans else None


def _swap(pattern: str, change: Callable[[str, random.Random], str], *sides: Side) -> Injector:
    """An injector that changes one random match of a pattern."""

    def inject(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
        side = rng.choice(sides or ("source", "target"))
        span = _choose_span(rng, pattern, pair.text(side))
        if span is None:
            return None
        old = pair.text(side)[slice(*span)]
        new = change(old, rng)
        return None if new == old else _splice(pair, side, *span, new)

    return inject


def break_encoding(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Saves a word as UTF-8 and opens it as Windows-1252 or as GBK, as a careless program does."""
    side = _choose_side(rng)
    if pair.is_english(side):
        span = _choose_span(rng, r"(?<=[a-z])['’](?=s\b)|[“”—–]|(?<=[a-z])e(?=[a-z])", pair.text(side))
        if span is None:
            return None
        letter = {"'": "’", "e": "é"}.get(pair.text(side)[slice(*span)], pair.text(side)[slice(*span)])
        broken = "".join(bytes([b]).decode("cp1252", "replace") for b in letter.encode())
        sound = _splice(pair, side, *span, letter).pair.text(side)
        return None if "\ufffd" in broken else replace(_splice(pair, side, *span, broken), sound=sound)
    span = _choose_span(rng, "[\u4e00-\u9fff]{4,8}", pair.text(side))
    if span is None:
        return None
    data = pair.text(side)[slice(*span)].encode()
    return _splice(pair, side, *span, data.decode(rng.choice(("gbk", "latin-1")), "ignore"))


def _escape(old: str, rng: random.Random) -> str:
    code = f"{ord(old):04x}"
    if old == " ":
        return rng.choice(("&nbsp;", "%20", "\\u00a0", "&#160;"))
    return rng.choice((f"\\u{code}", f"&#{ord(old)};", f"&#x{code};"))


def _insert_unseen(old: str, rng: random.Random) -> str:
    return old[0] + rng.choice("\u200b\u00ad\u2060\u200e\u200c\u202e\u2066") + old[1:]


def _widen(old: str, rng: random.Random) -> str:
    return unicodedata.lookup("FULLWIDTH " + unicodedata.name(old))


_TWINS = {
    "a": "CYRILLIC SMALL LETTER A",
    "e": "CYRILLIC SMALL LETTER IE",
    "o": "CYRILLIC SMALL LETTER O",
    "c": "CYRILLIC SMALL LETTER ES",
    "p": "CYRILLIC SMALL LETTER ER",
    "B": "CYRILLIC CAPITAL LETTER VE",
    "T": "GREEK CAPITAL LETTER TAU",
    "A": "GREEK CAPITAL LETTER ALPHA",
}


def _disguise(old: str, rng: random.Random) -> str:
    if old.isdigit():
        at = rng.randrange(1, len(old) - 1)
        return old[:at] + {"0": "O", "1": "l"}.get(old[at], old[at]) + old[at + 1 :]
    known = [at for at, letter in enumerate(old) if letter in _TWINS]
    if not known:
        return old
    at = rng.choice(known)
    return old[:at] + unicodedata.lookup(_TWINS[old[at]]) + old[at + 1 :]


def repeat_word(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Writes a random word of an English target, or a random frequent word of a Chinese one, twice."""
    side: Side = "target"
    line = pair.text(side)
    if pair.is_english(side):
        span = _choose_span(rng, r"(?<![\w'’-])[a-z]+(?= [a-z])", line)
        return span and _splice(pair, side, *span, f"{line[slice(*span)]} {line[slice(*span)]}")
    span = _choose_span(rng, "的|了|是|在|和|与|被|对|为|我们|可以|他们|一个|以及", line)
    return span and _splice(pair, side, *span, line[slice(*span)] * 2)


def repeat_passage(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Appends another target line of the document, or lets a phrase loop."""
    others = [
        one.target for one in document if one is not pair and len(one.target) * (3 - 2 * one.is_english("target")) >= 40
    ]
    if rng.random() < 0.5 and others:
        glue = " " if pair.is_english("target") else ""
        other = rng.choice(others)
        injection = _splice(pair, "target", len(pair.target), len(pair.target), glue + other)
        return replace(injection, start=injection.start + len(glue))
    words = r"\b[a-z]+ [a-z]+ [a-z]+ [a-z]+ " if pair.is_english("target") else "[\u4e00-\u9fff]{6,10}"
    span = _choose_span(rng, words, pair.target)
    return span and _splice(pair, "target", *span, pair.target[slice(*span)] * rng.choice((3, 4, 5)))


def copy_source(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Leaves the source in the place of the target."""
    return _splice(pair, "target", 0, len(pair.target), pair.source) if len(pair.source) >= 10 else None


def leave_untranslated(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Puts a few words of the source in the place of a few words of the target."""
    words = r"\b[A-Za-z']+(?: [A-Za-z']+){4,8}" if pair.is_english("source") else "[\u4e00-\u9fff]{2,8}"
    place = r"\b[a-z]+(?: [a-z]+){0,3}\b" if pair.is_english("target") else "[\u4e00-\u9fff]{4,10}"
    taken, span = _choose_span(rng, words, pair.source), _choose_span(rng, place, pair.target)
    return taken and span and _splice(pair, "target", *span, pair.source[slice(*taken)])


def change_end(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Turns the last mark of the target into another, or drops it, where both sides end alike."""
    ends = {".": ".", "。": ".", "?": "?", "？": "?"}
    last, source_last = pair.target[-1:], pair.source[-1:]
    if last not in ends or ends[last] != ends.get(source_last):
        return None
    question, stop = ("?", ".") if pair.is_english("target") else ("？", "。")
    new = stop if ends[last] == "?" else rng.choice((question, ""))
    at = len(pair.target) - 1
    injection = _splice(pair, "target", at, at + 1, new)
    return injection if new else replace(injection, start=at - 1, end=at)


def change_length(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Keeps less than a third of the target, or adds two other lines of it."""
    if len(pair.target) * (3 - 2 * pair.is_english("target")) < 90:
        return None
    if rng.random() < 0.6:
        kept = pair.target[: int(len(pair.target) * rng.uniform(0.12, 0.33))].rsplit(" ", 1)[0]
        return Injection(pair=pair.write("target", kept), side="target", start=0, end=len(kept))
    longest = sorted((one.target for one in document if one is not pair), key=len)[-2:]
    added = " ".join((pair.target, *longest))
    return Injection(pair=pair.write("target", added), side="target", start=0, end=len(added))


def change_address(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Changes or drops one character of an address in the target, or drops the address."""
    span = _choose_span(rng, r"(?:http\S+|\S+@\S+)[a-z0-9]", pair.target)
    if span is None:
        return None
    if rng.random() < 0.3:
        injection = _splice(pair, "target", *span, "")
        start = pair.source.index(pair.target[slice(*span)])
        return replace(injection, side="source", start=start, end=start + span[1] - span[0])
    at = rng.randrange(span[0] + 12, span[1] - 1)
    changed = _splice(pair, "target", at, at + 1, rng.choice(("", "l", "x7")))
    return None if changed.pair.target == pair.target else changed


_HOLDERS = ("{name}", "{0}", "%s", "%d", "%(count)s", "${user}", "{{total}}", "<b>", "</b>", "#NUMBER#", "%1$s")


def change_placeholder(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Drops a placeholder of the target, adds one, or spells it otherwise."""
    present = [holder for holder in _HOLDERS if holder in pair.target]
    if not present:
        return None
    holder = rng.choice(present)
    start = pair.target.index(holder)
    if rng.random() < 0.5:
        dropped = _splice(pair, "target", start, start + len(holder), "")
        at = pair.source.index(holder)
        return replace(dropped, side="source", start=at, end=at + len(holder))
    other = rng.choice([one for one in _HOLDERS if one not in present])
    return _splice(pair, "target", start, start + len(holder), other)


_NARROW = {"，": ",", "；": ";", "？": "?", "！": "!", "。": "."}


def narrow_marks(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Writes all marks of a Chinese line with half-width ones, where it has four or more."""
    side: Side = "target" if pair.is_english("source") else "source"
    line = pair.text(side)
    if sum(mark in _NARROW for mark in line) < 4:
        return None
    return _splice(pair, side, 0, len(line), "".join(_NARROW.get(mark, mark) for mark in line))


def _ungroup(old: str, rng: random.Random) -> str:
    return old.replace(",", rng.choice(("", "", ".")))


def turn_date(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Writes a date of an English target in another manner."""
    side: Side = "target"
    match = re.search(r"March (\d+), (\d{4})", pair.target)
    if not match:
        return None
    new = rng.choice(("{0} March {1}", "3/{0}/{1}", "{1}-03-{0}")).format(match[1], match[2])
    return _splice(pair, side, *match.span(), new)


def _double_mark(old: str, rng: random.Random) -> str:
    other = {",": ",,", ".": "..", "，": "，，", "。": "。。", "、": "、、"}[old]
    return rng.choice((other, "，。")) if old in "，。" else other


def break_pair(pair: Pair, document: Sequence[Pair], rng: random.Random) -> Injection | None:
    """Deletes one mark of a pair of quotation marks or brackets in the target."""
    side: Side = "target"
    span = _choose_span(rng, r"“[^“”]+”|\([^()]+\)|（[^（）]+）|《[^《》]+》", pair.text(side))
    if span is None:
        return None
    gone, kept = rng.choice(((span[0], span[1] - 2), (span[1] - 1, span[0])))
    return replace(_splice(pair, side, gone, gone + 1, ""), start=kept, end=kept + 1)


INJECTORS: dict[str, Injector] = {
    "mojibake": break_encoding,
    "literal-escape": _swap(r"(?<=[A-Za-z]) (?=[a-z])|['’“”—]", _escape),
    "invisible-character": _swap(r"[A-Za-z]{4,}|[\u4e00-\u9fff]{2,}", _insert_unseen),
    "full-width-character": _swap(r"(?<=[A-Za-z])[,.](?= |$)|\b[A-Z](?=[a-z]{3})|(?<= )\d(?= )", _widen, "target"),
    "homoglyph": _swap(r"[A-Za-z]{4,}|(?<![\w.,])\d{3,}(?![\w.,])", _disguise),
    "repeated-word": repeat_word,
    "repeated-passage": repeat_passage,
    "doubled-punctuation": _swap(
        r"(?<=\w)[,.，。、](?=\s[A-Z]|$|[\u4e00-\u9fff])|(?<=[a-z]),(?= )", _double_mark, "target"
    ),
    "copied-source": copy_source,
    "untranslated-text": leave_untranslated,
    "different-end-mark": change_end,
    "unusual-length": change_length,
    "different-address": change_address,
    "different-placeholder": change_placeholder,
    "mixed-number-format": _swap(r"(?<=\[)\d{1,3}(?:,\d{3})+(?=\])", _ungroup),
    "mixed-date-format": turn_date,
    "stray-space": _swap(
        r"(?<=\w)[,;](?= )|(?<=[\u4e00-\u9fff])[，。](?=[\u4e00-\u9fff]|$)", lambda old, rng: " " + old, "target"
    ),
    "half-width-punctuation": narrow_marks,
    "unpaired-punctuation": break_pair,
}


def prepare_addresses(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Gives three pairs of lines an address each, the same on both sides."""
    hosts = ("example.org", "news.example.com.cn", "www2.example.net")
    made = [f"https://{host}/{rng.randrange(9999)}/{name}.html" for host, name in zip(hosts, "abc", strict=True)]
    made[2] = f"office{rng.randrange(99)}@{hosts[2]}"
    return _append(pairs, [(one, one) for one in made], rng)


def prepare_placeholders(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Gives four pairs of lines one or two placeholders."""
    made = [" ".join(rng.sample(_HOLDERS, rng.choice((1, 2)))) for _ in range(4)]
    return _append(pairs, [(one, one) for one in made], rng)


def prepare_numbers(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Gives four pairs of lines a large number."""
    made = [f"{rng.randrange(10_000, 3_000_000):,}" for _ in range(4)]
    return _append(pairs, [(one, one) for one in made], rng)


def prepare_dates(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Gives four pairs of lines a date."""
    days = rng.sample(range(10, 29), 4)
    english, chinese = [f"March {day}, 2022" for day in days], [f"2022年3月{day}日" for day in days]
    sides = [english, chinese] if pairs[0].is_english("source") else [chinese, english]
    return _append(pairs, list(zip(*sides, strict=True)), rng)


_NAMES = ("LinkedIn", "YouTube", "PayPal", "McKinsey", "HarperCollins", "DreamWorks", "PetroChina", "TikTok", "MacBook")


def prepare_names(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Exchanges the name that the English side has most often inside its sentences for one with a capital inside it."""
    side = _tell_english(pairs)
    lines = [pair.text(side) for pair in pairs]
    found = Counter(name for line in lines for name in re.findall(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b(?![-@])", line))
    if not found:
        return list(pairs)
    old, new = found.most_common(1)[0][0], rng.choice(_NAMES)
    return [
        pair.write(side, re.sub(rf"(?<![\w@-]){old}(?![\w@-])", new, line))
        for pair, line in zip(pairs, lines, strict=True)
    ]


def prepare_variety(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Spells the English side as the more of its British and American words are spelt, so far as a list knows them."""
    side = _tell_english(pairs)
    other = {american: british for british, american in VARIETIES.items()}
    lines = [pair.text(side) for pair in pairs]
    british, american = (
        sum(word in words for line in lines for word in re.findall("[a-z]+", line)) for words in (VARIETIES, other)
    )
    rarer = other if british > american else VARIETIES
    return [
        pair.write(side, re.sub(r"\b[a-z]+\b", lambda found: rarer.get(found[0], found[0]), line))
        for pair, line in zip(pairs, lines, strict=True)
    ]


def _tell_english(pairs: Sequence[Pair]) -> Side:
    return "source" if pairs[0].is_english("source") else "target"


def open_with_heading(pairs: Sequence[Pair], rng: random.Random) -> list[Pair]:
    """Puts a pair of short lines that end with no mark first, and one that ends with marks second, if there are
    such."""
    closed = [[line.strip()[-1:].isalnum() for line in (pair.source, pair.target)] for pair in pairs]
    headings = [number for number, ends in enumerate(closed) if all(ends) and len(pairs[number].target) <= 120]
    body = [number for number, ends in enumerate(closed) if not any(ends)]
    first = [chosen[0] for chosen in (headings, body) if chosen and headings]
    return [pairs[number] for number in (*first, *(one for one in range(len(pairs)) if one not in first))]


def _append(pairs: Sequence[Pair], made: Sequence[tuple[str, str]], rng: random.Random) -> list[Pair]:
    prepared = list(pairs)
    for at, (source, target) in zip(rng.sample(range(len(pairs)), len(made)), made, strict=True):
        pair = prepared[at]
        prepared[at] = replace(pair, source=f"{pair.source} [{source}]", target=f"{pair.target} [{target}]")
    return prepared


PREPARERS: dict[str, Callable[[Sequence[Pair], random.Random], list[Pair]]] = {
    "different-address": prepare_addresses,
    "different-placeholder": prepare_placeholders,
    "heading-without-counterpart": open_with_heading,
    "inconsistent-capitals": prepare_names,
    "mixed-date-format": prepare_dates,
    "mixed-number-format": prepare_numbers,
    "mixed-varieties": prepare_variety,
}
