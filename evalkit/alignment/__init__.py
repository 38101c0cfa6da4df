"""Which passages belong together: units, chains of beads, documents paired, outputs arranged by source paragraph.

Here is everything that puts two texts beside each other. The facts that two texts share are ``facts/``; no check and no
score is made here."""
