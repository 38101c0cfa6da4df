"""Files as such: bytes and encodings, rows and columns, what a folder holds, settings, and writing whole or not at all.

Here is what several readers or writers share. Which format a file is in is ``readers/``; what its text means is for no
file of this folder."""
