"""Runs of scores that are kept: written, read again, rebuilt, and held against each other by the gate.

Here is the format of a kept run and what is asked of two of them. Comparing systems of one run is ``comparing/``."""
