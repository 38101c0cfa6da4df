"""What :mod:`evalkit.alignment.aligning` is made of: chains of beads, and how strongly runs of units attract each other."""
