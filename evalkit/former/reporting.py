"""The former name of :mod:`evalkit.files.whole_writes`."""

from evalkit.former import forward

__getattr__ = forward(__name__, "evalkit.files.whole_writes")
