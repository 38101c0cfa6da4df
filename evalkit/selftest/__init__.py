"""What the checks find of faults that are put into a user's own documents, and what they say of sound text.

One fault is ``injectors/``. Measuring on other people's text is no part of the package."""
