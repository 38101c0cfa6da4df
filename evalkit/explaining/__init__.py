"""Why scores are as they are: segments, words, documents and styles that carry a difference, as values.

Nothing here knows a page or a terminal; ``tables/`` and ``pages/`` show what is found."""
