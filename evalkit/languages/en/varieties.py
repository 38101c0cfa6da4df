"""British and American spellings, told by rule: the American dictionary has the one and not the other, and both are in
use.

A pair counts where one of the rules turns one word into the other, Hunspell's en_US lists only the American one, and
wordfreq has both, neither of them a thousand times rarer. -ize is no evidence of American English, for British
publishers write it too, and -ogue none of British: Americans write catalogue beside catalog.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from evalkit.languages.en.lexicon import is_spelt_right, measure_frequency
from evalkit.languages.wording import Variant

BRITISH, AMERICAN = "British", "American"
_NEUTRAL = frozenset({(AMERICAN, "-ise"), (BRITISH, "-ogue")})
"""The forms that the other variety has too: -ize and -ogue."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """How the two spell an ending, behind which letters, and how many powers of ten their frequencies may differ
    (French has sobre and entre).

    ``both_ways``: the American form is no British word of another sense. ``british_only``: no American writes the
    British form, even where it is the commoner.
    """

    name: str
    british: str
    american: str
    before: str = "[a-z]"
    farthest: float = 1.6
    both_ways: bool = True
    british_only: bool = True


_RULES = (
    _Rule("-our", "our", "or"),
    _Rule("-re", "re", "er", before="[tbg]", farthest=0.95),
    _Rule("-yse", "ys", "yz"),
    _Rule("-ll-", "lled", "led", british_only=False),
    _Rule("-ll-", "lling", "ling", british_only=False),
    _Rule("-ll-", "ller", "ler", farthest=0.8, british_only=False),
    _Rule("-ce", "ence", "ense", before="[ft]"),
    _Rule("-ogue", "ogue", "og"),
    _Rule("-mme", "mme", "m", before="a", both_ways=False),
    _Rule("-ise", "is", "iz"),
)
_BEHIND = (
    r"(?:s|es|ed|er|ers|ing|ings|ful|fully|able|ably|less|ite|ites|ist|ists|hood|hoods|ation|ations|ational|e|d)?$"
)
_Pattern = tuple[_Rule, re.Pattern[str], str, str]


def _compile(rule: _Rule, variety: str) -> _Pattern:
    own, other = (rule.british, rule.american) if variety == BRITISH else (rule.american, rule.british)
    return rule, re.compile(rf"(?<=[a-z]{rule.before}){own}(?={_BEHIND})"), other, variety


_PATTERNS = [_compile(rule, BRITISH) for rule in _RULES]
_PATTERNS += [_compile(rule, AMERICAN) for rule in _RULES if rule.both_ways]
_MAY_DIFFER = re.compile(
    rf"(?<=[a-z]{{2}})(?:{'|'.join(spelling for rule in _RULES for spelling in (rule.british, rule.american))})(?={_BEHIND})"
)
_WORD = re.compile(r"(?<![\w'’.@/-])[A-Za-z]?[a-z]{3,}(?![\w@/-]|['’]\w|\.\w)")
_LEAST_FREQUENT = 2.2
_AS_COMMON = 0.05


def find_variants(text: str) -> Sequence[Variant]:
    """The words of one variety, in order. Capitalised words are left aside: names keep their spelling."""
    found = []
    for match in _WORD.finditer(text):
        known = tell_variety(match[0]) if match[0].islower() else None
        if known:
            variety, rule, counterpart = known
            found.append(
                Variant(
                    variety=variety,
                    rule=rule,
                    start=match.start(),
                    end=match.end(),
                    counterpart=counterpart,
                    neutral=(variety, rule) in _NEUTRAL,
                )
            )
    return found


@cache
def tell_variety(word: str) -> tuple[str, str, str] | None:
    """The variety that a lower-case word is spelt in, the rule, and the other variety's spelling; ``None`` where both
    spell it so."""
    if not _MAY_DIFFER.search(word):
        return None
    american = is_spelt_right(word)
    for rule, pattern, replacement, variety in _PATTERNS:
        if (variety == AMERICAN) == american and pattern.search(word):
            other = pattern.sub(replacement, word, count=1)
            if _is_pair(rule, *((other, word) if american else (word, other))):
                return variety, rule.name, other
    return None


def _is_pair(rule: _Rule, british: str, american: str) -> bool:
    frequencies = measure_frequency(british), measure_frequency(american)
    return (
        min(frequencies) >= _LEAST_FREQUENT
        and abs(frequencies[0] - frequencies[1]) <= rule.farthest
        and (rule.british_only or frequencies[0] <= frequencies[1] + _AS_COMMON)
        and is_spelt_right(american)
        and not is_spelt_right(british)
        and not is_spelt_right(british.capitalize())
    )
