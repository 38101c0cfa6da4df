"""Comparing: how far scores are apart, whether that is real, what moves them, on which parts."""
