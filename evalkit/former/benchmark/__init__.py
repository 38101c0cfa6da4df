"""Former modules on test sets of aligned lines."""
