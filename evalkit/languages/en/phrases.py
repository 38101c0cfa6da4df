"""English phrases that are written as names: “Foreign Affairs Office of the Municipal Government”, “Chongqing FAO”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from evalkit.languages.wording import NamePhrase

_WORD = r"[A-Z\u00c0-\u00de][\w]*(?:[-][\w]+)*(?:['’]s?(?!\w))?"
_LINK = r" (?:(?:of|for)(?: the)? |& )?"
_PHRASE = re.compile(rf"(?<![\w'’-]){_WORD}(?:{_LINK}{_WORD})*")
_COMPLEMENT = re.compile(r" (?:of|for)(?: the)? ")
_LONGEST_SYLLABLE = 3
_TEXTS_KEPT = 2048
_POSSESSIVE = re.compile(r"['’]s?$")
_FUNCTION_WORD = re.compile(
    r"(?:the|an?|this|that|these|those|in|on|at|by|for|from|with|as|of|to|and|or|but|if|when|while|although|though|because|after|before|"
    r"during|since|until|his|her|its|their|our|my|your|he|she|it|they|we|i|both|all|some|many|most|under|according|according to|also|then|"
    r"however|meanwhile|now|not|no|only|even|so|yet|there|here|who|what|which|how|why|where|mr|mrs|ms|dr)",
    re.IGNORECASE,
)


@lru_cache(maxsize=_TEXTS_KEPT)
def find_phrases(text: str) -> Sequence[NamePhrase]:
    """The longest runs of capitalised words, joined by nothing but spaces, “of”, “for” and “&”.

    A function word that opens a sentence is no part, nor is a possessor: “China’s Foreign Ministry” is the Foreign
    Ministry, but the possessive of a plural stays (“People’s Congress”). A complement is also a phrase by itself. A
    single word counts only where it is an acronym. The last texts asked for are remembered, for several checks ask.
    """
    if text.isupper():
        return ()
    return tuple(
        phrase
        for match in _PHRASE.finditer(text)
        if " " in match[0] or is_acronym(fold_word(match[0]))
        for start, end in _split(match)
        for inside in (start, *(start + link.end() for link in _COMPLEMENT.finditer(text[start:end])))
        if (phrase := _make_phrase(text, inside, end))
    )


def _split(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The parts of a run between possessors and without leading function words."""
    start = match.start()
    words = list(re.finditer(r"[^ ]+", match[0]))
    for word in words:
        at, end = match.start() + word.start(), match.start() + word.end()
        if at == start and _FUNCTION_WORD.fullmatch(word[0]):
            start = end + 1
        elif _POSSESSIVE.search(word[0]) and end < match.end() and not _is_plural(_POSSESSIVE.sub("", word[0])):
            yield start, end
            start = end + 1
    if start < match.end():
        yield start, match.end()


def _make_phrase(text: str, start: int, end: int) -> NamePhrase | None:
    written = text[start:end]
    for opening in ("of ", "for ", "& ", "the "):
        if written.startswith(opening):
            start += len(opening)
            written = text[start:end]
    end -= len(written) - len(_POSSESSIVE.sub("", written.rstrip()))
    start = _skip_title(text, start, end)
    core, *complements = (_fold_words(part) for part in _COMPLEMENT.split(text[start:end]))
    words = (*core, *(word for complement in complements for word in complement))
    acronym = bool(core) and is_acronym(core[-1])
    if not core or not (len(words) > 1 or acronym):
        return None
    family = core[-1:] if acronym else core[-2:] if len(core) > 1 else (*core, *complements[0][-1:])
    return NamePhrase(words=words, core=core, family=frozenset(family), is_acronym=acronym, start=start, end=end)


def _skip_title(text: str, start: int, end: int) -> int:
    """Where a person’s name begins behind a title: “Professor Lanjuan Li” is Lanjuan Li. A name is two words that no
    dictionary has both of."""
    words = _COMPLEMENT.split(text[start:end])[0].split(" ")
    while len(words) > 2 and _is_common(words[0]) and not (_is_common(words[-1]) and _is_common(words[-2])):
        if _is_common(words[-1]) and len(words[-1]) > _LONGEST_SYLLABLE:
            break
        start += len(words.pop(0)) + 1
    return start


@cache
def _is_common(word: str) -> bool:
    from evalkit.languages.en.lexicon import is_spelt_right

    return is_spelt_right(word.lower())


def _fold_words(text: str) -> tuple[str, ...]:
    return tuple(fold_word(word) for word in text.split() if word[0].isupper())


@cache
def fold_word(word: str) -> str:
    """A word in lower case, without a possessive ending, in the singular; an acronym keeps its capitals."""
    stem = _POSSESSIVE.sub("", word)
    if is_acronym(stem):
        return stem.removesuffix("s")
    lower = stem.lower()
    return lower[:-1] if len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is")) else lower


def is_acronym(word: str) -> bool:
    """Whether a word is two to six capitals, with or without a plural s."""
    return re.fullmatch(r"[A-Z]{2,6}s?", word) is not None


@cache
def _is_plural(word: str) -> bool:
    from evalkit.languages.en.lexicon import list_lemmas

    lower = word.lower()
    return lower in ("people", "peoples") or any(lemma != lower for lemma in list_lemmas(lower).get("NOUN", ()))
