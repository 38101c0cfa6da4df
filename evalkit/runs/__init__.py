"""Runs that are kept, read again and held against each other."""
