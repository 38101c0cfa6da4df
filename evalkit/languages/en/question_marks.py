"""Question marks that ask nothing: they stand for a character that was lost (don?t, caf?, ?quoted?), or slipped in
behind a word.

Each question mark outside an address is judged by what it touches, by whether the clause before it has the form of a
question, by how many questions the other language asks there, and by how many impossible ones (inside a word, before a
comma) the text has. ``training/train_question_marks.py`` makes the weights.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from evalkit.languages import Stray
from evalkit.languages.en.apostrophe_context import ADDRESS
from evalkit.languages.en.apostrophe_model import Trees, tell_probability
from evalkit.languages.en.contractions import CONTRACTIONS
from evalkit.languages.en.lexicon import classify_word, is_finite_verb, is_spelt_right, measure_frequency


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_RUN = re.compile(r"\?+")
_LAST_WORD = re.compile(r"[^\W_]+$")
_FIRST_WORD = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLAUSE_BREAK = re.compile(r"[.!?;:\n]|[\"“”(](?=\s*\w)")
_TAILS = _set_of("s t re ve ll d m")
_ACCENTED = "éèêëáàâäãåíìîïóòôöõøúùûüñçßœæ"
_QUESTION_WORDS = _set_of("who what when where why how which whose whom")
_AUXILIARIES = _set_of(
    "is are was were am do does did have has had can could will would shall should may might must isnt arent wasnt werent dont doesnt didnt "
    "havent hasnt cant couldnt wont wouldnt shouldnt"
)
_SUBJECTS = _set_of("i you he she it we they there this that these those the a an your my his her our their any anyone")


@dataclass(frozen=True, slots=True)
class QuestionMark:
    """A run of question marks: its paragraph, its offsets, and its features by name."""

    paragraph: int
    start: int
    end: int
    features: Mapping[str, float]


def find_stray_question_marks(texts: Sequence[str], questions: Sequence[int | None]) -> Sequence[Sequence[Stray]]:
    """For each paragraph of one text its stray question marks, each with what should stand there where that is clear,
    else ``None``.

    ``questions`` says for each paragraph how many questions its counterpart asks, ``None`` where that is not known.
    """
    model, shown = _load_model()
    found: list[list[Stray]] = [[] for _ in texts]
    stray: list[tuple[QuestionMark, float]] = []
    for mark in find_marks(texts, questions):
        probability = tell_probability(model.score(mark.features))
        if probability >= shown[tell_place(mark)]:
            stray.append((mark, probability))
    for mark, probability in stray:
        found[mark.paragraph].append(
            Stray(
                start=mark.start,
                end=mark.end,
                suggestion=_propose(texts, mark, [other for other, _ in stray if other.paragraph == mark.paragraph]),
                confidence=round(probability, 3),
            )
        )
    return found


def find_marks(texts: Sequence[str], questions: Sequence[int | None]) -> list[QuestionMark]:
    """The runs of question marks of a text, outside addresses."""
    runs = [(number, match.span()) for number, text in enumerate(texts) if "?" in text for match in _find_runs(text)]
    impossible = sum(_is_impossible(texts[number], *span) for number, span in runs)
    in_paragraph = Counter(number for number, _ in runs)
    marks = []
    for number, (start, end) in runs:
        text = texts[number]
        features: dict[str, float] = {"length": min(end - start, 4)}
        _describe_touch(text, start, end, features)
        _describe_clause(text[:start], text[end:], features)
        features["impossible elsewhere"] = min(impossible - _is_impossible(text, start, end), 5)
        features["marks in paragraph"] = min(in_paragraph[number], 6)
        features["marks in text"] = min(len(runs), 12)
        asked = questions[number]
        features["asked unknown"] = float(asked is None)
        if asked is not None:
            features["asked"] = min(asked, 3)
            features["more than asked"] = min(max(in_paragraph[number] - asked, 0), 3)
            features["none asked"] = float(asked == 0)
        marks.append(QuestionMark(number, start, end, features))
    return marks


def tell_place(mark: QuestionMark) -> str:
    """``inside`` a sentence, where a small letter or a mark that no sentence opens with follows, else ``end``."""
    return "inside" if mark.features.get("then lower") or mark.features.get("after comma") else "end"


def _find_runs(text: str) -> list[re.Match[str]]:
    addresses = [match.span() for match in ADDRESS.finditer(text)]
    return [run for run in _RUN.finditer(text) if not any(start <= run.start() < end for start, end in addresses)]


def _is_impossible(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    inside = before.isalpha() and after.islower()
    opening = (not before or before.isspace()) and after.isalnum()
    return inside or opening or (before.isalnum() and after in tuple(",;:."))


def _tell_sort(character: str) -> str:
    if not character:
        return "end"
    for name, holds in (
        ("lower", character.islower()),
        ("upper", character.isupper()),
        ("digit", character.isdigit()),
        ("space", character.isspace()),
        ("stop", character in ".!"),
        ("comma", character in ",;:"),
        ("quote", character in "\"“”‘’'«»"),
        ("opening", character in "([{"),
        ("closing", character in ")]}"),
        ("dash", character in "-–—/"),
    ):
        if holds:
            return name
    return "other"


def _describe_touch(text: str, start: int, end: int, features: dict[str, float]) -> None:
    before, after = _tell_sort(text[start - 1 : start]), _tell_sort(text[end : end + 1])
    following = _tell_sort(text[end:].lstrip()[:1])
    features[f"before {before}"] = features[f"after {after}"] = features[f"then {following}"] = 1
    features[f"before {before}, after {after}"] = 1
    left, right = _LAST_WORD.search(text[:start]), _FIRST_WORD.match(text[end:])
    if left and right:
        features["a contraction's tail"] = float(right[0].lower() in _TAILS)
        features["both words"] = float(is_spelt_right(left[0]) and is_spelt_right(right[0]))
    if left:
        features["word before unknown"] = float(not is_spelt_right(left[0]) and measure_frequency(left[0]) < 3)
        features["accent"] = float(_find_accent(left[0], right[0] if right else "") is not None)


def _describe_clause(left: str, right: str, features: dict[str, float]) -> None:
    before = _WORD.findall(_CLAUSE_BREAK.split(left)[-1])
    after = _WORD.findall(_CLAUSE_BREAK.split(right, maxsplit=1)[0])
    features["words before"], features["words after"] = min(len(before), 20), min(len(after), 20)
    _describe_question([word.lower().replace("'", "").replace("’", "") for word in before], features)
    features["verb before"] = float(any(is_finite_verb(word) for word in before))
    features["verb after"] = float(any(is_finite_verb(word) for word in after))
    for name in classify_word(before[-1]) if before else ():
        features[f"-1 {name}"] = 1
    for name in classify_word(after[0]) if after else ():
        features[f"+1 {name}"] = 1
    if after and after[0][0].isupper():
        features["a word that opens sentences"] = measure_frequency(after[0])
        features["a word of closed class"] = float(bool(_CLOSED.intersection(classify_word(after[0]))))


def _describe_question(words: Sequence[str], features: dict[str, float]) -> None:
    """What in the words before the mark makes a question of them."""
    opening = [word for word in words[:2] if word not in ("and", "but", "so", "or", "then", "well")]
    features["opens with a question word"] = float(any(word.removesuffix("s") in _QUESTION_WORDS for word in opening))
    features["opens with an auxiliary"] = float(bool(opening) and opening[0] in _AUXILIARIES)
    features["question word"] = float(any(word.removesuffix("s") in _QUESTION_WORDS for word in words))
    pairs = list(pairwise(words))
    features["inversion"] = float(any(one in _AUXILIARIES and other in _SUBJECTS for one, other in pairs))
    features["you"] = float("you" in words or "your" in words)


_CLOSED = _set_of(
    "a the singular-determiner plural-determiner quantifier possessive preposition and but subordinator subject it adverb"
)


def _find_accent(left: str, right: str) -> str | None:
    """The accented letter that makes one word of ``left`` and ``right``, where only one letter does."""
    known = sorted(((measure_frequency(left + letter + right), letter) for letter in _ACCENTED), reverse=True)
    best, second = known[0], known[1]
    return best[1] if best[0] >= 2 and best[0] - second[0] >= 0.7 else None


def _propose(texts: Sequence[str], mark: QuestionMark, others: Sequence[QuestionMark]) -> str | None:
    text = texts[mark.paragraph]
    before, after = text[: mark.start][-1:], text[mark.end :][:1]
    left, right = _LAST_WORD.search(text[: mark.start]), _FIRST_WORD.match(text[mark.end :])
    if left and right and right[0].lower() in _TAILS:
        tail = (left[0] + right[0]).lower()
        fits = right[0].lower() == "s" or tail in CONTRACTIONS
        return _choose(texts, "'’", "'") if fits and not left[0].isdigit() else None
    if before.isdigit() and after.isdigit():
        return "–"
    accent = _find_accent(left[0], right[0] if right else "") if left and not is_spelt_right(left[0]) else None
    if accent is not None:
        return accent
    return _propose_quote(texts, mark, others) if _is_quote(text, mark, others) else _propose_between(text, mark)


def _propose_between(text: str, mark: QuestionMark) -> str | None:
    before, after = text[: mark.start], text[mark.end :]
    left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after.lstrip())
    if before[-1:].isspace() and after[:1].isspace():
        return "–"
    if not left or not right:
        return None
    if after[:1].isalpha():
        both = len(left[0]) > 2 and len(right[0]) > 2 and is_spelt_right(left[0]) and is_spelt_right(right[0])
        return "—" if both else None
    unclear = left[0].lower().endswith("s") or not is_spelt_right(left[0])
    return "" if after[:1].isspace() and not unclear else None


def _opens(text: str, mark: QuestionMark) -> bool:
    before, after = text[: mark.start][-1:], text[mark.end :][:1]
    return (not before or before.isspace() or before in "([—–") and after.isalnum()


def _is_quote(text: str, mark: QuestionMark, others: Sequence[QuestionMark]) -> bool:
    """Whether the mark is half of a pair: one that opens before a word, one later that closes behind a word or a full
    stop."""
    openers = 0
    for other in others:
        if _opens(text, other):
            openers += 1
            if other is mark:
                return any(later.start > mark.start and _closes(text, later) for later in others)
        elif _closes(text, other):
            if other is mark:
                return openers > 0
            openers = max(0, openers - 1)
    return False


def _closes(text: str, mark: QuestionMark) -> bool:
    before, after = text[: mark.start][-1:], text[mark.end :][:1]
    return bool(before) and not before.isspace() and not after.isalnum()


def _propose_quote(texts: Sequence[str], mark: QuestionMark, others: Sequence[QuestionMark]) -> str:
    curly = any(character in text for text in texts for character in "“”")
    if not curly:
        return '"'
    return "“" if _opens(texts[mark.paragraph], mark) else "”"


def _choose(texts: Sequence[str], marks: str, default: str) -> str:
    counts = Counter(character for text in texts for character in text if character in marks)
    return counts.most_common(1)[0][0] if counts else default


@cache
def _load_model() -> tuple[Trees, Mapping[str, float]]:
    content = json.loads(
        resources.files("evalkit.languages.en").joinpath("question_mark_weights.json").read_text("utf-8")
    )
    return Trees(bias=content["bias"], trees=content["trees"]), content["shown"]
