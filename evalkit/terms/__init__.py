"""Words and terms: what languages find of them, rival renderings, repeats, glossaries."""
