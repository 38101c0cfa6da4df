"""From texts to statistics that add up: measuring, sacrebleu's arithmetic, edits, signatures, the store of scores.

Here is what several metrics share. One metric is ``metrics/``, COMET's model ``models/``; how far two scores are apart is
``comparing/``."""
