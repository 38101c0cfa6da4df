"""COMET models: what is known of them, where they are on this machine, fetching, loading and scoring with them.

Nothing here contacts the network but :func:`fetch_model`. A model is named as its repository on the hub
(``Unbabel/wmt22-comet-da``, or ``Unbabel/wmt22-comet-da@revision``), or by the path of a checkpoint: a ``.ckpt`` file,
or the folder that holds ``hparams.yaml`` and ``checkpoints/model.ckpt``. Every failure is a MetricUnavailableError
whose message is one sentence: the reason, then what to do.
"""

from evalkit.models.cards import DEFAULT_MODEL, ModelCard, describe_model, require_name_form
from evalkit.models.fetching import announce_fetch, fetch_model
from evalkit.models.locating import LocalModel, is_local, locate_model

__all__ = [
    "DEFAULT_MODEL",
    "LocalModel",
    "ModelCard",
    "announce_fetch",
    "describe_model",
    "fetch_model",
    "is_local",
    "locate_model",
    "require_name_form",
]
