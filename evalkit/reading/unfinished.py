"""Outputs that are not finished: subword pieces, special tokens, tokenised text, remarks of a chat model, line numbers, quoted or
lower-cased lines, loops.

A line shows a sign where its reference of the same line does not, so that what the test set itself has counts for nothing. Where so
many lines show it that the score would mean nothing, the output is refused unless the sign is allowed by name; fewer
are told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from evalkit.data.test_sets import LineText, TestSet

_PIECES = re.compile(r"@@(?:\s|$)|▁")
_SPECIAL = re.compile(
    r"</?s>|<(?:unk|pad|eos|bos|mask|cls|sep|start_of_turn|end_of_turn)>|\[(?:UNK|PAD|CLS|SEP|MASK|INST|/INST)\]|<\|[\w-]+\|>"
    r"|^\s*(?:<2[a-z]{2,3}>|>>[a-z]{2,3}(?:_\w+)?<<|__[a-z]{2,3}__|[a-z]{2}_[A-Z]{2}\s|[a-z]{3}_[A-Z][a-z]{3}\s)",
    re.IGNORECASE,
)
_TOKENISED = re.compile(r"&(?:apos|quot|#9[13]|#124|lt|gt|amp);|@-@|\S (?:[.,;:!?]|n't|'s|n &apos;t)(?=\s|$)")
_REMARK = re.compile(
    r"\s*(?:here(?:['’]s| is| are)\b.{0,30}\btranslat|(?:english |final |my )?translat(?:ion|ed text)\b.{0,20}:|(?:sure|certainly|of course)[,!.] (?:here|i\b)"
    r"|```|</?think\b|i(?:['’]m| am) sorry,? but\b|i (?:can(?:not|['’]t)|am unable to) (?:translate|assist|help)|as an ai\b|\(?(?:translator['’]s )?note\s*:|以下是|(?:翻译|译文|譯文)\s*[:：])",
    re.IGNORECASE,
)
_QUOTES = {'"': '"', "“": "”", "「": "」", "『": "』", "«": "»", "'": "'"}
_NUMBER = re.compile(r"\s*[\[(]?(\d+)(?:[.):\]\t]|\s)")
_LONGEST_GRAM, _TIMES = 6, 8
_LONG = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A sign of an unfinished output. ``holds`` is told a line and its number; an output is refused from one share of its
    lines on (``None``: never), and told from another, of two lines at the least."""

    name: str
    what: str
    advice: str
    holds: Callable[[str, int], bool]
    refused_from: float | None
    told_from: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """How many lines of an output show a sign, and where the first one stands."""

    sign: Sign
    system: str
    path: str
    line: int
    count: int
    lines: int

    @property
    def is_refused(self) -> bool:
        """Whether so many do that the score would mean nothing."""
        return (
            self.sign.refused_from is not None and self.count > 1 and self.count >= self.sign.refused_from * self.lines
        )

    @property
    def is_told(self) -> bool:
        """Whether a user should know."""
        return self.count > 1 and self.count >= self.sign.told_from * self.lines


def find_signs(test_set: TestSet) -> Iterator[Shown]:
    """Every sign that an output shows, sign by sign."""
    for sign in SIGNS:
        stated = [_list_lines(sign, text) for text in test_set.references.values()]
        for name, text in test_set.systems.items():
            found = [number for number in _list_lines(sign, text) if not any(number in own for own in stated)]
            if found:
                yield Shown(
                    sign=sign,
                    system=name,
                    path=text.path,
                    line=text.lines[found[0]].line,
                    count=len(found),
                    lines=len(text.lines),
                )


def _list_lines(sign: Sign, text: LineText) -> dict[int, None]:
    lines = enumerate(text.lines)
    return dict.fromkeys(number for number, passage in lines if sign.holds(passage.text, number + 1))


def tell_signs(test_set: TestSet) -> Iterator[str]:
    """One sentence a sign on the outputs that show it."""
    told: dict[str, list[Shown]] = {}
    for one in find_signs(test_set):
        if one.is_told:
            told.setdefault(one.sign.name, []).append(one)
    for shown in told.values():
        counts = ", ".join(f"{one.system} {one.count} of {one.lines}" for one in shown)
        first = shown[0]
        yield f"{first.sign.what[:1].upper()}{first.sign.what[1:]}: {counts} lines (the first is {first.path}:{first.line}). {first.sign.advice}"


def _is_quoted(line: str, number: int) -> bool:
    text = line.strip()
    return len(text) > 2 and _QUOTES.get(text[0]) == text[-1]


def _is_numbered(line: str, number: int) -> bool:
    found = _NUMBER.match(line)
    return found is not None and int(found[1][:9]) in (number, number - 1)


def _is_lower(line: str, number: int) -> bool:
    return line.islower()


def _loops(line: str, number: int) -> bool:
    if len(line) < _LONG:
        return False
    words = line.split()
    long = max(words, key=len, default="")
    runs: list[Sequence[str]] = [words, *([long] if len(long) >= _LONG else [])]
    return any(_repeats(run, size) for run in runs for size in range(1, _LONGEST_GRAM + 1))


def _repeats(words: Sequence[str], size: int) -> bool:
    """Whether a run of so many words stands there over and over."""
    same = 0
    for at in range(size, len(words)):
        same = same + 1 if words[at] == words[at - size] else 0
        if same >= size * (_TIMES - 1):
            return True
    return False


def _search(pattern: re.Pattern[str]) -> Callable[[str, int], bool]:
    return lambda line, number: pattern.search(line) is not None


SIGNS = (
    Sign(name="subword-pieces", what="pieces of words (@@, ▁)", advice="Join the pieces first.", holds=_search(_PIECES), refused_from=0.05),
    Sign(name="special-tokens", what="special tokens of a model", advice="Take them out first.", holds=_search(_SPECIAL), refused_from=0.2),
    Sign(name="chat-remarks", what="remarks of a chat model", advice="Keep the translation alone.", holds=lambda line, number: _REMARK.match(line) is not None, refused_from=0.2),
    Sign(name="line-numbers", what="line numbers", advice="Take them out first.", holds=_is_numbered, refused_from=0.5, told_from=0.5),
    Sign(name="loops", what="the same words over and over", advice="The model did not stop there.", holds=_loops, refused_from=0.2),
    Sign(name="tokenised-text", what="tokenised text", advice="Scores are of text as people write it; detokenise it first.", holds=_search(_TOKENISED), refused_from=None, told_from=0.2),
    Sign(name="quoted-lines", what="lines in quotation marks", advice="The references have none there.", holds=_is_quoted, refused_from=None, told_from=0.3),
    Sign(name="lower-case", what="text in lower case", advice="The references have capitals there, and scores heed case.", holds=_is_lower, refused_from=None, told_from=0.5),
)  # fmt: skip
