"""Reading: a folder of documents, or a set of aligned lines, becomes values; what cannot be read truly is refused or noted."""
