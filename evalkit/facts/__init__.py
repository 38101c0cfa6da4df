"""Facts that two texts share or one of them lacks: anchors, matched values, spellings of names."""
