"""The version of evalkit, for those that need it and nothing else of the package."""

__version__ = "0.1.0"
