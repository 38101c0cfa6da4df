"""Keeping other libraries' warnings, tips and network habits away from the user."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silence_libraries() -> Iterator[None]:
    """Within the block no library's warnings, nor log records below an error, reach the terminal.

    Importing COMET configures the root logger; that is prevented too. Messages of evalkit's own are logged after the
    block.
    """
    disabled, root, guard = logging.root.manager.disable, logging.getLogger(), logging.NullHandler()
    root.addHandler(guard)
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)
        root.removeHandler(guard)


@contextmanager
def stay_offline() -> Iterator[None]:
    """Within the block transformers and the hub's library contact no network.

    ``local_files_only=True`` does not suffice: transformers 4.57 asks the hub about every tokenizer with more than
    100,000 entries.
    """
    import huggingface_hub.constants
    import transformers.utils.hub

    before = huggingface_hub.constants.HF_HUB_OFFLINE, transformers.utils.hub._is_offline_mode
    huggingface_hub.constants.HF_HUB_OFFLINE = transformers.utils.hub._is_offline_mode = True
    try:
        yield
    finally:
        huggingface_hub.constants.HF_HUB_OFFLINE, transformers.utils.hub._is_offline_mode = before
