"""The former name of :mod:`evalkit.data.frames`."""

from evalkit.former import forward

__getattr__ = forward(__name__, "evalkit.data.frames")
