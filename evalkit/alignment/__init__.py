"""What :mod:`evalkit.aligning` is made of: chains of beads, and how strongly runs of units attract each other."""
