"""What is drawn the same way everywhere: rows, columns, numbers and words of tables, for a terminal or a page."""
