"""From paths to values: a folder becomes a collection of documents, aligned lines become a test set.

Here is what chooses readers, puts what they give together, and refuses or notes what is wrong with it. One format is
``readers/``; nothing here scores, checks or aligns. ``reading.py`` reads folders, ``lines.py`` aligned lines."""
