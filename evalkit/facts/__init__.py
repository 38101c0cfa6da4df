"""What two texts have in common, and what one of them lacks: anchors, matched values, spellings of names, unstated values.

Here is what compares two texts by facts, whoever asks: alignment, checks, reports. What finds the values in one text is
``languages/``; what a difference means to a translator is ``checks/``."""
