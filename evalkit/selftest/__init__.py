"""What the checks find of faults that are put into sound documents."""
