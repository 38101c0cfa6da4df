"""Whole jobs: a folder audited or evaluated, a set of lines scored."""
