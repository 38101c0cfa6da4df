"""Evidence that two texts may be parted at the same place: how the units before it end.

Where one text is inside a speech, or has just left it, or has asked a question, its translation mostly is, has or does
so too. That tells little of which units belong together, and much of where one bead ends and the next one starts:
dialogue is where translators cut anew. A kind of ending that one of the texts never has (a language without quotation
marks, say) tells nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from evalkit.alignment.chaining import Band
from evalkit.alignment.rows import Indices, Numbers
from evalkit.alignment.units import Shape, Unit

_AGREEMENTS = (0.9, 0.3)
"""How often a rendering keeps, at its end, the state of speech and the final mark, beyond what chance keeps (literature,
zh-en)."""
_UNSEEN = 0.5
"""What is added to the count of each ending."""


class BorderEvidence:
    """The endings of both texts' units, and how much likelier than by chance two of them meet where a bead ends."""

    def __init__(self, sources: Sequence[Unit], targets: Sequence[Unit]) -> None:
        self._source, source_endings = _number_endings(sources)
        self._target, target_endings = _number_endings(targets)
        self._worth = np.zeros((len(source_endings) + 1, len(target_endings) + 1))
        for kind, agreement in enumerate(_AGREEMENTS):
            own = _Endings([unit.ending[kind] for unit in sources], [ending[kind] for ending in source_endings])
            others = _Endings([unit.ending[kind] for unit in targets], [ending[kind] for ending in target_endings])
            self._worth[1:, 1:] += _weigh_endings(own, others, agreement)

    def tabulate(self, band: Band, shape: Shape) -> Numbers:
        """What the two ends of beads of that shape add, half of it each: by row and column of the band where they
        start."""
        rows, columns = np.arange(len(self._source)), np.array(band.starts)[:, None] + np.arange(band.width)
        worth: Numbers = (self._look_up(rows, columns) + self._look_up(rows + shape[0], columns + shape[1])) / 2
        return worth

    def _look_up(self, rows: Indices, columns: Indices) -> Numbers:
        """What the points add; nothing where the texts begin, or where they end and behind that."""
        source, target = (
            codes[np.minimum(places, len(codes) - 1)]
            for codes, places in ((self._source, rows), (self._target, columns))
        )
        worth: Numbers = self._worth[source[:, None], target]
        return worth


def _number_endings(units: Sequence[Unit]) -> tuple[npt.NDArray[np.int64], list[tuple[str, str]]]:
    """For each point of a text the number of the ending before it, 0 at either end of the text; and the endings from 1
    on."""
    numbers: dict[tuple[str, str], int] = {}
    codes = [numbers.setdefault(unit.ending, len(numbers) + 1) for unit in units]
    return np.array([0, *codes[:-1], 0], dtype=np.int64), list(numbers)


class _Endings:
    """Endings of one kind: how often each stands in a text, and those that are asked for."""

    def __init__(self, all_endings: Sequence[str], asked: Sequence[str]) -> None:
        self.asked = asked
        self._counts = Counter(all_endings)

    def compare(self, given: str, ending: str, agreement: float) -> float:
        """How much likelier than at large an ending is beside a given one of the other text, as a logarithm; 0 where
        the text never has the given one."""
        if not self._counts[given]:
            return 0.0
        at_large = (self._counts[ending] + _UNSEEN) / (self._counts.total() + _UNSEEN * len(self._counts))
        return math.log(1 - agreement + (agreement / at_large if ending == given else 0.0))


def _weigh_endings(own: _Endings, others: _Endings, agreement: float) -> Numbers:
    """What each two of the endings asked for are worth together, half in either direction."""
    return np.array(
        [
            [(others.compare(one, other, agreement) + own.compare(other, one, agreement)) / 2 for other in others.asked]
            for one in own.asked
        ]
    )
