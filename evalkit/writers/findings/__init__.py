"""The formats of an audit: one file each, named after it.

A format's module offers a docstring that says what it is for, and ``render(audit)``, which yields the bytes of the
audit's findings in parts; if needed ``TO_FILE = True`` for a format that is no text, and ``FILE_MARK``, bytes that open
a file of it but no stream.
"""
