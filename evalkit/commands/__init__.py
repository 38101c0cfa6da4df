"""The command line: options in, a library call, output out.

Results go to standard output in UTF-8, messages and progress to standard error. Exit status: 0 done, 1 refused, 2 wrong usage, 3 a threshold
asked for was crossed, 130 interrupted. A command is loaded when it is used, so that ``evalkit --help`` starts at once.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, NoReturn, TextIO

import click

from evalkit import __version__
from evalkit.errors import EvalkitError

_COMMANDS = {
    "eval": "The whole job on a folder: findings, repairs, scores, one report.",
    "audit": "Findings for documents: where exactly a text is wrong.",
    "repair": "A corrected copy, or a diff, from safe or accepted suggestions.",
    "align": "Which paragraphs or sentences belong together, how surely, and why.",
    "score": "Scores of system outputs, line by line against references.",
    "list": "The metrics, checks, readers and writers there are.",
}


class _LazyGroup(click.Group):
    """A group whose commands are known by name and loaded when they run; its help needs none of them."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"evalkit.commands.{name}_command").command
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: evalkit eval seeds --output reports",
)
@click.version_option(__version__, prog_name="evalkit")
def _group() -> None:
    """How good a translation is, where exactly it is wrong, and how much the references' own defects move the scores."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs the command line and exits with its status."""
    for stream in (sys.stdout, sys.stderr):
        _write_utf8(stream)
    sys.exit(_run(arguments))


def _write_utf8(stream: TextIO) -> None:
    # A lone surrogate (a file name's undecodable byte) must not end in a traceback.
    reconfigure: Any = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _run(arguments: list[str] | None) -> int:
    try:
        status = _group.main(args=arguments, prog_name="evalkit", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except EvalkitError as error:
        click.echo(f"evalkit: {error}", err=True)
        return error.exit_status
    except (KeyboardInterrupt, click.Abort):
        click.echo("evalkit: interrupted", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        click.echo(f"evalkit: {error.filename or 'the system'}: {error.strerror or error}", err=True)
        return 1
