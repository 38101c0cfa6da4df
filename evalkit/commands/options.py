"""Options that several commands share, each defined once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Function = TypeVar("Function", bound=Callable[..., Any])


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


def paragraphs_option(function: Function) -> Function:
    """``--paragraphs``."""
    return click.option(
        "--paragraphs",
        type=click.Choice(["line", "blank-line"]),
        help="What a paragraph of plain text is: every line, or what stands between blank lines (for hard-wrapped text).",
    )(function)


def glossary_option(function: Function) -> Function:
    """``--glossary``."""
    return click.option(
        "--glossary", metavar="FILE", help="Terms, their renderings, and those that are forbidden: CSV, TSV or TBX."
    )(function)


def check_options(function: Function) -> Function:
    """``--check`` and ``--without``, both repeatable."""
    function = click.option("--without", metavar="CHECK", multiple=True, help="Leave this check out. Repeatable.")(
        function
    )
    return click.option("--check", "checks", metavar="CHECK", multiple=True, help="Only this check. Repeatable.")(
        function
    )


def audit_options(function: Function) -> Function:
    """Everything that an audit can be told of documents and checks; the arguments are those of
    :func:`evalkit.jobs.auditing.audit_paths`.

    Every command that audits takes them, for what is decided or repaired must be what was found.
    """
    for option in (paragraphs_option, encoding_option, language_options, glossary_option, check_options):
        function = option(function)
    return function


def metric_options(function: Function) -> Function:
    """``--metric``, repeatable, ``--model``, and how the model computes: ``--precision``, ``--no-cache``,
    ``--trust-checkpoint``."""
    function = click.option(
        "--trust-checkpoint",
        "trusted",
        is_flag=True,
        help="Load the model's checkpoint even if it carries code, and run that code.",
    )(function)
    function = click.option(
        "--no-cache", "cached", flag_value=False, default=True, help="Compute every COMET score anew, and keep none."
    )(function)
    function = click.option(
        "--precision",
        type=click.Choice(["single", "half", "bfloat16"]),
        help="How precisely COMET computes.  [default: single, on a GPU half]",
    )(function)
    function = click.option(
        "--model",
        metavar="MODEL",
        help="The COMET model: a name such as Unbabel/wmt22-comet-da (@revision), or the path of a checkpoint or packed model.",
    )(function)
    return click.option(
        "--metric",
        "metrics",
        metavar="METRIC",
        multiple=True,
        help="Only this metric. Repeatable; see evalkit list metrics.",
    )(function)
