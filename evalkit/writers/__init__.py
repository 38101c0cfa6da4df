"""The writers: one file an output format, each with ``write(evaluation, folder)``, which sees only the evaluation and
returns the paths it wrote, relative to the folder."""
