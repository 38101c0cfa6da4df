"""Text that lost characters, made from text that has them, and what was lost where."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evalkit.languages import get_language

_MARKS = "'’ʼ＇"
_INSIDE = re.compile(rf"(?<=[^\W\d_])[{_MARKS}](?=[^\W\d_])")
_PLURAL = re.compile(rf"(?<=[^\W\d_]s)[{_MARKS}](?=[\s,.;:)]|$)")
_OPENING = re.compile(r"(?<!\w)['‘]\w")
PARAGRAPHS = 15


@dataclass(frozen=True, slots=True)
class Damaged:
    """Paragraphs after damage; for each, where apostrophes were: offsets of the gaps in the damaged text. ``kept``
    counts the others."""

    name: str
    paragraphs: tuple[str, ...]
    lost: tuple[frozenset[int], ...]
    kept: int


def list_apostrophes(text: str) -> list[int]:
    """The offsets of the apostrophes of a text: inside words, and behind a plural where no single quote could close."""
    found = [match.start() for match in _INSIDE.finditer(text)]
    if not _OPENING.search(text):
        found += [match.start() for match in _PLURAL.finditer(text)]
    return sorted(found)


def drop_apostrophes(name: str, paragraphs: tuple[str, ...], choose: Callable[[str], bool]) -> Damaged:
    """The paragraphs without those apostrophes that ``choose`` names (it sees the character)."""
    texts, gaps, kept = [], [], 0
    for text in paragraphs:
        chosen = [at for at in list_apostrophes(text) if choose(text[at])]
        kept += len(list_apostrophes(text)) - len(chosen)
        gaps.append(frozenset(at - number for number, at in enumerate(chosen)))
        texts.append("".join(character for at, character in enumerate(text) if at not in set(chosen)))
    return Damaged(name, tuple(texts), tuple(gaps), kept)


def read_texts(data: Path) -> dict[str, list[str]]:
    """The paragraphs of every English text of natural origin, by name."""
    files = [*sorted((data / "english").glob("*.txt")), data / "wmt22/en-zh/source.en"]
    files += sorted((data / "wmt22/zh-en").glob("reference.*.en"))
    return {path.name: [line for line in path.read_text("utf-8").split("\n") if line.strip()] for path in files}


def cut_documents(data: Path, *, part: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Documents of 15 paragraphs: the first three quarters of every text are there to tune on, the rest to report
    on."""
    for name, lines in read_texts(data).items():
        bound = len(lines) * 3 // 4 // PARAGRAPHS * PARAGRAPHS
        first, last = (0, bound) if part == "tune" else (bound, len(lines))
        for start in range(first, last, PARAGRAPHS):
            yield f"{name}:{start}", tuple(lines[start : min(start + PARAGRAPHS, last)])


def cut_outputs(data: Path, *, part: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Documents of the systems' English renderings of a part, cut at the same lines as the references."""
    for path in sorted((data / "wmt22/zh-en/systems").glob("*.en")):
        lines = path.read_text("utf-8").split("\n")
        bound = len(lines) * 3 // 4 // PARAGRAPHS * PARAGRAPHS
        first, last = (0, bound) if part == "tune" else (bound, len(lines))
        for start in range(first, last, PARAGRAPHS):
            block = lines[start : min(start + PARAGRAPHS, last)]
            yield f"{path.name}:{start}", tuple(line for line in block if line.strip())


KINDS_OF_LOSS = ("quotes", "apostrophes", "dashes", "accents", "all", "behind words")
_CHARACTERS = {"quotes": '"“”‘«»', "apostrophes": "'’", "dashes": "–—", "accents": ""}


def lose_characters(
    paragraphs: tuple[str, ...], kind: str | None, chance: random.Random
) -> tuple[list[str], list[set[int]]]:
    """The paragraphs with characters of a kind turned to "?" (``None``: sound), and the offsets of what is stray in
    each.

    A hyphen between spaces counts as a dash. ``behind words`` puts a mark behind one word in forty.
    """
    texts, stray = [], []
    for text in paragraphs:
        out, offsets = "", set()
        for at, character in enumerate(text):
            if kind is not None and kind != "behind words" and _is_lost(text, at, kind):
                offsets.add(len(out))
                character = "?"
            out += character
            word_ends = character.isalpha() and text[at + 1 : at + 2] == " "
            if kind == "behind words" and word_ends and chance.random() < 1 / 40:
                offsets.add(len(out))
                out += "?"
        texts.append(out)
        stray.append(_join_runs(out, offsets))
    return texts, stray


def _join_runs(text: str, offsets: set[int]) -> set[int]:
    """The starts of the runs of question marks that hold one of the offsets and no mark that was there before."""
    runs = [range(match.start(), match.end()) for match in re.finditer(r"\?+", text)]
    return {run.start for run in runs if all(at in offsets for at in run)}


def _is_lost(text: str, at: int, kind: str) -> bool:
    character = text[at]
    if kind == "all":
        return any(_is_lost(text, at, one) for one in _CHARACTERS)
    if kind == "accents":
        return character.isalpha() and not character.isascii()
    if kind == "dashes" and character == "-":
        return text[at - 1 : at] == " " == text[at + 1 : at + 2]
    return character in _CHARACTERS[kind]


def count_asked(data: Path, name: str, paragraphs: tuple[str, ...], chance: random.Random) -> list[int | None]:
    """How many questions the counterpart of each paragraph asks: counted in the Chinese where it is there, else in the
    sound English."""
    if name.startswith("reference."):
        lines = (data / "wmt22/zh-en/source.zh").read_text("utf-8").split("\n")
        start = int(name.rsplit(":", 1)[1])
        count = get_language("zh").count_questions
        return [count(line) for line in lines[start : start + len(paragraphs)]]
    return [text.count("?") if chance.random() < 0.95 else chance.randint(0, 1) for text in paragraphs]
