"""Auditing: checks run over segments, and what they and models report becomes findings."""
