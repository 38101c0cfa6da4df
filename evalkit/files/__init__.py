"""What reading is made of: bytes and encodings, folders and what stands in them, lines and sides, the parts of other
file formats."""
