"""Fetching a model from the hub: the only place of evalkit that contacts the network.

What is fetched is announced first (:func:`announce_fetch`). Files land in the hub's own cache, so COMET's other tools
find them too; an interrupted download goes on where it stopped. Every failure is told apart: no network, gated, no such
model, full disk, the hub's own.
"""

from __future__ import annotations

import errno
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from evalkit.data.metric import Progress
from evalkit.errors import MetricUnavailableError
from evalkit.models.cards import describe_model, show_size
from evalkit.models.locating import (
    ENCODER_FILES,
    LocalModel,
    encoder_repositories,
    find_cached,
    find_files,
    is_local,
    is_path,
    locate_model,
    read_settings,
    split_name,
)

_MODEL_FILES = ("hparams.yaml", "LICENSE", "checkpoints/model.ckpt")
_ELSE = "or name a checkpoint on this machine with --model PATH"
_PATIENCE = 5.0
_TICK = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Download:
    """One file of a repository that is not here yet; ``size`` is 0 where the hub does not say."""

    repository: str
    revision: str | None
    file: str
    size: int


def announce_fetch(name: str) -> str | None:
    """What :func:`fetch_model` would fetch, from where and to where, as half a sentence.

    ``None`` where nothing is to be fetched, or where HF_HUB_OFFLINE forbids it and :func:`fetch_model` only says so.

    Contacts nothing: sizes and licences are those of :func:`describe_model`.
    """
    if is_local(name) or _is_forbidden():
        return None
    card = describe_model(name)
    what = (
        f"{name} ({card.size}, {card.licence or 'licence unknown'}{', non-commercial' if card.non_commercial else ''})"
    )
    with suppress(MetricUnavailableError):
        find_files(name)
        what = f"the tokenizer and configuration of {card.encoder} (some MB)"
    return f"will fetch {what} from {_host()} into {_cache_folder()}"


def fetch_model(name: str, progress: Progress | None = None, *, licence_accepted: bool = False) -> LocalModel:
    """The model, with whatever was missing of it fetched; MetricUnavailableError with the real reason where that cannot
    be done.

    A model whose licence forbids commercial use is fetched only where ``licence_accepted``.

    ``progress`` is called with the bytes that are here, and of how many. A model that is already here contacts nothing.
    """
    if is_local(name):
        return locate_model(name)
    _require_permission(name)
    _require_licence(name, licence_accepted)
    try:
        with _own_progress_only():
            if not is_path(name):
                _fetch(_list_missing(name, _MODEL_FILES), progress)
            _, settings_file = find_files(name)
            for repository in encoder_repositories(read_settings(settings_file)):
                _fetch(_list_missing(repository, ENCODER_FILES), progress)
    except OSError as error:
        raise MetricUnavailableError(_explain(error, name)) from error
    return locate_model(name)


def _is_forbidden() -> bool:
    from huggingface_hub import constants

    return bool(constants.HF_HUB_OFFLINE)


def _require_permission(name: str) -> None:
    if _is_forbidden():
        raise MetricUnavailableError(
            f"{name} is not on this machine and HF_HUB_OFFLINE forbids to fetch it, unset HF_HUB_OFFLINE {_ELSE}."
        )


def _require_licence(name: str, accepted: bool) -> None:
    card = describe_model(name)
    if card.non_commercial and not accepted and not is_path(name):
        raise MetricUnavailableError(
            f"{card.name} may not be used commercially ({card.licence}, https://{_host()}/{card.name}), fetch it once with “evalkit models"
            f" fetch {name} --accept-licence” if you accept that."
        )


def _list_missing(name: str, files: tuple[str, ...]) -> list[_Download]:
    """Which of these files the repository has and this machine has not."""
    from huggingface_hub import HfApi, constants

    if Path(name).is_dir():
        return []
    repository, revision = split_name(name)
    found = HfApi(endpoint=constants.ENDPOINT).model_info(
        repository, revision=revision, files_metadata=True, timeout=_PATIENCE
    )
    return [
        _Download(repository=repository, revision=revision, file=entry.rfilename, size=entry.size or 0)
        for entry in found.siblings or ()
        if entry.rfilename in files and find_cached(name, entry.rfilename) is None
    ]


def _fetch(downloads: list[_Download], progress: Progress | None) -> None:
    from huggingface_hub import constants, hf_hub_download

    total = sum(download.size for download in downloads)
    _require_space(total)
    done = 0
    for download in downloads:
        with _watch(download, done, total, progress):
            hf_hub_download(
                download.repository,
                download.file,
                revision=download.revision,
                cache_dir=constants.HF_HUB_CACHE,
                endpoint=constants.ENDPOINT,
                etag_timeout=_PATIENCE,
            )
        done += download.size
        if progress is not None:
            progress(done, total)


def _require_space(size: int) -> None:
    folder = _cache_folder()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if size > free:
        raise MetricUnavailableError(
            f"{show_size(size)} are to be fetched and the disk of {_cache_folder()} has {show_size(free)} left, make room or set HF_HOME to a"
            " folder on another disk."
        )


@contextmanager
def _watch(download: _Download, done: int, total: int, progress: Progress | None) -> Iterator[None]:
    """Tells ``progress`` while the block runs how far the download is, by the size of the file that grows in the
    cache."""
    if progress is None:
        yield
        return
    blobs = _cache_folder() / f"models--{download.repository.replace('/', '--')}" / "blobs"
    finished = threading.Event()

    def tell() -> None:
        while not finished.wait(_TICK):
            progress(done + min(download.size, _count_growing(blobs)), total)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        finished.set()
        teller.join()


def _count_growing(blobs: Path) -> int:
    with suppress(OSError):
        return max((path.stat().st_size for path in blobs.glob("*.incomplete")), default=0)
    return 0


@contextmanager
def _own_progress_only() -> Iterator[None]:
    """Within the block the hub's library shows no bars and logs no advice."""
    from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars

    from evalkit.models.quiet import silence_libraries

    silent_before = are_progress_bars_disabled()
    if not silent_before:
        disable_progress_bars()
    try:
        with silence_libraries():
            yield
    finally:
        if not silent_before:
            enable_progress_bars()


def _explain(error: OSError, name: str) -> str:
    """The sentence for a failed fetch; all errors of the hub's library and of its network library are OSErrors."""
    from huggingface_hub import errors
    from requests.exceptions import ChunkedEncodingError, Timeout
    from requests.exceptions import ConnectionError as NoConnection

    host, (repository, revision) = _host(), split_name(name)
    if isinstance(error, ChunkedEncodingError):
        return (
            f"the connection to {host} broke off and {name} is only half there, run again: it goes on where it stopped."
        )
    if isinstance(error, (NoConnection, Timeout, errors.LocalEntryNotFoundError)):
        return f"{host} cannot be reached to fetch {name}, run again with a network connection {_ELSE}."
    if isinstance(error, errors.GatedRepoError):
        return (
            f"{repository} is gated and its licence has not been accepted, accept it at https://{host}/{repository} and log in with"
            " “hf auth login” or HF_TOKEN."
        )
    if isinstance(error, errors.RevisionNotFoundError):
        return (
            f"{repository} has no revision “{revision}”, choose one listed at https://{host}/{repository}/commits/main."
        )
    if isinstance(error, errors.RepositoryNotFoundError):
        return f"{host} has no model {repository} that you may read, correct the name or log in with “hf auth login” or HF_TOKEN."
    if isinstance(error, errors.HfHubHTTPError) and error.response is not None:
        return f"{host} answered {error.response.status_code} for {name}, try again later {_ELSE}."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk of {_cache_folder()} is full and {name} is only half there, make room or set HF_HOME to a folder on another disk, and run again: it goes on where it stopped."
    return f"{name} could not be fetched into {_cache_folder()} ({error.strerror or error}), mend that {_ELSE}."


def _host() -> str:
    from huggingface_hub import constants

    return urlsplit(str(constants.ENDPOINT)).netloc


def _cache_folder() -> Path:
    from huggingface_hub import constants

    return Path(constants.HF_HUB_CACHE)
