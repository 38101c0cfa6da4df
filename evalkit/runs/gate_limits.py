"""What a gate allows, as the command line has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evalkit.errors import SettingsError


def parse_renames(given: Sequence[str]) -> Mapping[str, str]:
    """``OLD=NEW`` options as a mapping. Raises SettingsError for what is none."""
    renames = {}
    for text in given:
        old, sign, new = text.partition("=")
        if not sign or not old or not new:
            raise SettingsError(f"--rename {text}: expected OLD=NEW, the baseline's name and this run's.")
        renames[old] = new
    return renames


def parse_lost(given: Sequence[str]) -> list[str]:
    """The systems of ``lost-system:NAME`` options. Raises SettingsError for what is none."""
    for text in given:
        if not text.startswith("lost-system:") or text == "lost-system:":
            raise SettingsError(f"--allow {text}: expected lost-system:NAME, a system of the baseline that is gone.")
    return [text.removeprefix("lost-system:") for text in given]


def parse_limits(given: Sequence[str], *, option: str) -> dict[str, float]:
    """``name=number`` options as a mapping. Raises SettingsError for what is none, and for a number below 0."""
    limits = {}
    for text in given:
        name, sign, value = text.partition("=")
        try:
            limits[name.strip().lower()] = number = float(value)
        except ValueError:
            number = -1.0
        if not sign or not name.strip() or not number >= 0:
            raise SettingsError(
                f"{option} {text}: expected NAME=NUMBER with a number of 0 or more, e.g. {option} bleu=0.5."
            )
    return limits


def parse_counts(given: Sequence[str], *, option: str) -> dict[str, int]:
    """As :func:`parse_limits`, of whole numbers. Raises SettingsError for a fraction too."""
    limits = parse_limits(given, option=option)
    for name, most in limits.items():
        if not most.is_integer():
            raise SettingsError(f"{option} {name}={most:g}: expected a whole number, e.g. {option} major=0.")
    return {name: int(most) for name, most in limits.items()}
