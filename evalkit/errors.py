"""Every error that evalkit raises on purpose, under one root.

A message says where (``path:line`` or the document), what was found, what was expected, and what to do about it. The
command line prints the message alone and exits with the error's ``exit_status``.
"""


class EvalkitError(Exception):
    """The root: catch this to catch everything that evalkit refuses."""

    exit_status = 1


class ReadingError(EvalkitError):
    """A file or folder cannot be read as what it was taken for."""


class NoDocumentError(ReadingError):
    """A file in a format that documents have holds none: in a folder it is ignored and named, alone it is refused."""


class PairingError(EvalkitError):
    """Texts that should belong together do not (line counts, names, sides)."""


class SettingsError(EvalkitError):
    """``evalkit.toml`` or an option holds something impossible."""


class UnknownNameError(SettingsError):
    """A check, metric, reader, writer or key of that name does not exist; the message names the nearest one and lists
    them all."""

    exit_status = 2


class NothingToScoreByError(SettingsError):
    """There is neither a reference nor a source to score outputs by."""

    exit_status = 2


class MetricUnavailableError(EvalkitError):
    """A metric cannot run here: its package, its model or the network is missing. The message is the reason that
    reports show."""


class MetricNotApplicableError(MetricUnavailableError):
    """A metric means nothing for these languages."""


class ReportError(EvalkitError):
    """A report cannot be written where it was asked for."""


class CacheError(EvalkitError):
    """A store of segment scores is damaged, foreign or cannot be reached; nothing in it is used."""
