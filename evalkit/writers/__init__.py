"""The writers of reports; formats of audits stand in ``findings/``, those of scores in ``scores/``.

One file an output format, each with ``write(evaluation, folder)``, which sees only the evaluation and
returns the paths it wrote, relative to the folder.

A document's name may hold what is no Unicode (a byte of its file's name that nothing decodes): text is written with
``errors="backslashreplace"``, and :mod:`evalkit.files.file_names` names files after documents."""
