"""How far scores are apart, whether that is real, in which parts, and what findings and repairs move.

Here is every estimate of chance: draws, intervals, p-values, ranks, effects. Why a system is better is ``explaining/``;
no word for a reader is made here."""
