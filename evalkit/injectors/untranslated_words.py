"""Words of the source are left standing in the target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalkit.injectors import Chance

CHECK = "untranslated-text"
SIDE = "target"
_RUN = re.compile("[\u4e00-\u9fff]{4,8}")
_GAP = re.compile(r"(?<=[a-z]) (?=[a-z])")


def find_chances(text: str, counterpart: str) -> Iterator[Chance]:
    """Each space between two words of Latin letters, with a run of the counterpart's ideographs."""
    run = _RUN.search(counterpart)
    for found in _GAP.finditer(text) if run else ():
        yield Chance(start=found.start(), end=found.end(), replacement=f" {run[0]} " if run else " ")
