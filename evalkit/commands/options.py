"""Options that several commands share, each defined once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])
SHOWN_CONFIDENCE = 0.8
"""Findings of this confidence or more are shown; the others are counted."""


def language_options(function: Function) -> Function:
    """``--source-language`` and ``--target-language``."""
    for side, example in (("target", "en"), ("source", "zh")):
        function = click.option(
            f"--{side}-language",
            metavar="CODE",
            help=f"The {side} language in any BCP 47, ISO 639 or FLORES form, e.g. {example}.",
        )(function)
    return function


def encoding_option(function: Function) -> Function:
    """``--encoding``."""
    return click.option(
        "--encoding", metavar="NAME", help="The files' encoding, e.g. gb18030; told from the bytes unless given."
    )(function)


def check_options(function: Function) -> Function:
    """``--check`` and ``--without``, both repeatable."""
    function = click.option("--without", metavar="CHECK", multiple=True, help="Leave this check out. Repeatable.")(
        function
    )
    return click.option("--check", "checks", metavar="CHECK", multiple=True, help="Only this check. Repeatable.")(
        function
    )


def metric_options(function: Function) -> Function:
    """``--metric``, repeatable, and ``--model``."""
    function = click.option(
        "--model",
        metavar="MODEL",
        help="The COMET model: a name such as Unbabel/wmt22-comet-da, or a checkpoint's path.",
    )(function)
    return click.option(
        "--metric",
        "metrics",
        metavar="METRIC",
        multiple=True,
        help="Only this metric. Repeatable; see evalkit list metrics.",
    )(function)
