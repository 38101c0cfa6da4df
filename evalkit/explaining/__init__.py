"""Explaining: why scores are as they are, as values without a word of layout."""
