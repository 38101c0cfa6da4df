"""Scoring: statistics that add up, the arithmetic of scores, their signatures and their store."""
