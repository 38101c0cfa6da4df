"""One of several British spellings of a text becomes American, or the other way round: colour becomes color."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from evalkit.injectors import Chance, Paragraph, RenderedTerm

CHECK = "mixed-varieties"
_LEAST = 3
_PAIRS = (
    "colour/color favour/favor behaviour/behavior neighbour/neighbor labour/labor honour/honor humour/humor "
    "harbour/harbor flavour/flavor favourite/favorite neighbourhood/neighborhood centre/center theatre/theater "
    "metre/meter kilometre/kilometer litre/liter fibre/fiber defence/defense offence/offense travelling/traveling "
    "travelled/traveled traveller/traveler cancelled/canceled labelled/labeled modelling/modeling organise/organize "
    "organised/organized organising/organizing organisation/organization realise/realize realised/realized "
    "recognise/recognize recognised/recognized emphasise/emphasize emphasised/emphasized criticise/criticize "
    "criticised/criticized apologise/apologize specialised/specialized analyse/analyze analysed/analyzed "
    "programme/program catalogue/catalog"
)
_BRITISH = dict(pair.split("/") for pair in _PAIRS.split(" "))
_AMERICAN = {american: british for british, american in _BRITISH.items()}
_WORD = re.compile(r"(?<![\w'’.@/-])([a-z]{5,}?)(?=s?(?![\w'’@/-]))")

_Place = tuple[int, re.Match[str]]


def find_together(paragraphs: Sequence[Paragraph], terms: Sequence[RenderedTerm]) -> Iterator[Mapping[int, Chance]]:
    """Each such word of a side that has three of one variety and none of the other."""
    for side in dict.fromkeys(paragraph.side for paragraph in paragraphs):
        listed = [(number, one.text) for number, one in enumerate(paragraphs) if one.side == side]
        varieties = [_list_words(listed, words) for words in (_BRITISH, _AMERICAN)]
        if sorted(map(len, varieties))[0] == 0:
            yield from (
                {number: Chance(start=found.start(1), end=found.end(1), replacement=words[found[1]])}
                for places, words in zip(varieties, (_BRITISH, _AMERICAN), strict=True)
                for number, found in (places if len(places) >= _LEAST else ())
            )


def _list_words(listed: Sequence[tuple[int, str]], words: Mapping[str, str]) -> list[_Place]:
    return [(number, found) for number, text in listed for found in _WORD.finditer(text) if found[1] in words]
