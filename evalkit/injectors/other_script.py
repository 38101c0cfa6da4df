"""A Chinese character is left in the other script: 国 in traditional text, 國 in simplified."""

from __future__ import annotations

from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "mixed-script"
# Characters of everyday words whose two forms no house style mixes.
_PAIRS = (
    "学學国國会會来來时時东東车車门門问問间間长長马馬话話说說对對开開业業关關经經实實义義头頭书書见見观觀认認识識师師们們"
    "务務动動党黨区區组組织織进進过過运運还還这這现現员員圆圓园園华華级級纪紀约約领領导導总總结結统統"
)
_OTHER = {one: other for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) for one, other in ((a, b), (b, a))}


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each character that has another form."""
    for offset, character in enumerate(text):
        if character in _OTHER:
            yield Chance(start=offset, end=offset + 1, replacement=_OTHER[character])
