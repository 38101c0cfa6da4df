"""What the noun phrase around a word that ends in s, and the names of its text, say for and against a lost possessive.

“The banks plan would target” has a verb behind “plan”: “banks” can be no subject. “This years result” can be no plural.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from evalkit.languages.en.apostrophe_context import BREAK, Context, ContextWord, tell_mark
from evalkit.languages.en.lexicon import (
    WORDS_DESCRIBED,
    classify_word,
    describe_use,
    is_finite_verb,
    is_spelt_right,
    list_lemmas,
)

_FARTHEST = 5
_LISTS = {
    "nominal": "noun adj propn unknown unknown-capital number own genitive",
    "verbal": "is are auxiliary modal verb",
    "near": "last next this that the each every",
    "time": "today yesterday tomorrow tonight second minute hour day week month year decade century morning evening night weekend "
    "season monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december spring summer autumn winter",
    "ending": "er or ist ion ment ity y ing an ee ant ent man ess th ism ship ance ure age et al",
}
_NOMINAL, _VERBAL, _NEAR, _TIMES, _ENDINGS = (frozenset(words.split()) for words in _LISTS.values())


def describe_phrase(words: Sequence[ContextWord], index: int, features: dict[str, float]) -> None:
    """Adds what the noun phrase of a word starts with, how many nouns and adjectives follow the word, and what ends
    them."""
    edge, distance = _walk(words, index, -1)
    follower, length = _walk(words, index, 1)
    for name in (
        f"edge {edge}",
        f"edge {edge}, distance {distance}",
        f"edge {edge}, run {min(length, 2)}",
        f"follower {follower}",
        f"run {length}",
        f"run {length}, follower {follower}",
    ):
        features[name] = 1
    if length:
        first, head = (words[index + offset].text.lower() for offset in (1, length))
        features[f"edge {edge}, first {'+'.join(sorted(list_lemmas(first))) or 'unknown'}"] = 1
        features["run before a verb"] = float(follower in _VERBAL)
        _describe_head(head, features)
    _describe_time(words, index, length, features)


def _describe_head(head: str, features: dict[str, float]) -> None:
    features["head plural"] = float("plural" in classify_word(head))
    features["head unlike verb"] = float("VERB" not in list_lemmas(head))
    features.update(describe_use("head", head))


def _describe_time(words: Sequence[ContextWord], index: int, length: int, features: dict[str, float]) -> None:
    if words[index].text.lower()[:-1] not in _TIMES:
        return
    before = words[index - 1].text.lower() if index else "."
    counted = before[0].isdigit() or "plural-determiner" in classify_word(before)
    kind = "counted" if counted else "near" if before in _NEAR else "other"
    features["time"] = features[f"time {kind}, run {min(length, 1)}"] = 1


def _walk(words: Sequence[ContextWord], index: int, step: int) -> tuple[str, int]:
    """The class of the first word that is no noun or adjective, from a word on in one direction, and how many are
    passed."""
    passed, at = 0, index + step
    while 0 <= at < len(words) and passed < _FARTHEST:
        end = _tell_end(words, at, step)
        if end:
            return end, passed
        at, passed = at + step, passed + 1
    return ("far" if passed == _FARTHEST else "break"), passed


def _tell_end(words: Sequence[ContextWord], at: int, step: int) -> str:
    """What ends the run of nouns and adjectives at a word: a mark before it or its own class; nothing where the run
    goes on."""
    gap = words[max(at, at - step)].before
    mark = "break" if BREAK.search(gap) else tell_mark(gap)
    if mark not in ("", "hyphen", "quote"):
        return mark
    classes = classify_word(words[at].text)
    if is_finite_verb(words[at].text) and len(classes) > 1:
        return "verb"
    if _NOMINAL.isdisjoint(classes) or (step < 0 and classes[0] == "number"):
        return classes[0]
    return ""


def describe_name(context: Context, words: Sequence[ContextWord], index: int, features: dict[str, float]) -> None:
    """Adds whether the word looks like a name or a common noun, here and elsewhere in its text."""
    text, stem = words[index].text, words[index].text.lower()[:-1]
    case = "capital" if text[0].isupper() else "small"
    first = index == 0 or bool(BREAK.search(words[index].before))
    features.update(_describe_spelling(stem, case, first))
    features["stem only as a name"] = float(context.capitals[stem] > 0 and context.smalls[stem] == 0)
    features["stem small elsewhere"] = min(context.smalls[stem], 3)
    features["word small elsewhere"] = min(context.smalls[stem + "s"], 3)
    _describe_sides(context, words, index, case, features)


@lru_cache(maxsize=WORDS_DESCRIBED)
def _describe_spelling(stem: str, case: str, first: bool) -> Mapping[str, float]:
    """Whether the dictionary has a lower-case stem and its plural, small and as names, and how the stem ends."""
    small, plural = is_spelt_right(stem), is_spelt_right(stem + "s")
    name, names = is_spelt_right(stem.capitalize()), is_spelt_right(stem.capitalize() + "s")
    features = {f"stem -{ending}": 1.0 for ending in _ENDINGS if stem.endswith(ending)}
    features[f"{case}{' first' if first else ''}, small stem {small:d}, small plural {plural:d}"] = 1
    features[f"{case} name {name:d} {names:d} {small:d}{plural:d}"] = 1
    features["first"] = float(first)
    return features


def _describe_sides(
    context: Context, words: Sequence[ContextWord], index: int, case: str, features: dict[str, float]
) -> None:
    before, after = (words[at] if 0 <= at < len(words) else None for at in (index - 1, index + 1))
    one, two = (word is not None and word.text[0].isupper() for word in (before, after))
    features[f"{case} between {one:d} {two:d}"] = 1
    if after is not None:
        word, following = words[index].text.lower(), after.text.lower()
        features["stem and next elsewhere"] = float(context.pairs[word[:-1], following] > 0)
        features["word and next elsewhere"] = float(context.pairs[word, following] > 1)
        features["next elsewhere"] = min(context.counts[following] - 1, 3)
        features["next after determiner elsewhere"] = float(context.headed[following] > 0)
