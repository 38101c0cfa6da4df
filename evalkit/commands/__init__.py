"""The command line: options in, a library call, output out.

Results go to standard output in UTF-8, messages and progress to standard error. Exit status: 0 done, 1 refused, 2 wrong
usage, 3 a threshold asked for was crossed, 4 a gate cannot tell, 130 interrupted. A command is loaded when it is used, so that ``evalkit
--help`` starts at once.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, NoReturn, TextIO

import click

from evalkit.errors import EvalkitError
from evalkit.version import __version__

_COMMANDS = {
    "eval": "The whole job on a folder: findings, repairs, scores, one report.",
    "audit": "Findings for documents: where exactly a text is wrong.",
    "decide": "Accept or reject findings; the decisions are kept beside the documents.",
    "repair": "A corrected copy, or a diff, from safe or accepted suggestions.",
    "selftest": "What the checks find of faults that are put into your own documents.",
    "align": "Which paragraphs or sentences belong together, how surely, and why.",
    "score": "Scores of system outputs, line by line against references.",
    "report": "The report of a kept run of scores again, in any format.",
    "gate": "Whether a run of scores holds up beside an earlier one.",
    "diff-signature": "What differs between two signatures, and whether their scores can be compared.",
    "models": "COMET models: what there is, fetching, packing for machines without a network, verifying.",
    "cache": "The store of COMET's segment scores: what is in it, pruning, moving it to another machine.",
    "list": "The metrics, checks, readers, writers, formats and injectors there are.",
}


_INTERRUPTED = 130


class _LazyGroup(click.Group):
    """A group whose commands are known by name and loaded when they run; its help needs none of them."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"evalkit.commands.{name.replace('-', '_')}_command").command
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
    """How good a translation is, where exactly it is wrong, and how much the references' own defects move the
    scores."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs the command line and exits with its status."""
    for stream in (sys.stdout, sys.stderr):
        _write_utf8(stream)
    status = _run(arguments)
    if status == _INTERRUPTED:
        # Taking PyTorch down in order takes seconds, and who interrupts wants the prompt back.
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


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
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        click.echo(f"evalkit: {error.filename or 'the system'}: {error.strerror or error}", err=True)
        return 1
    except Exception as error:
        if os.environ.get("EVALKIT_DEBUG"):
            raise
        click.echo(
            f"evalkit: this is a fault of evalkit's own ({type(error).__name__}: {error}). "
            "Run again with EVALKIT_DEBUG=1 to see where, and please report it.",
            err=True,
        )
        return 1
