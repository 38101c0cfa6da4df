"""What is shown the same way in several places: rows of systems, columns, numbers, words in both languages, plots as SVG.

Here is what terminals, files, notebooks and pages share. HTML is ``pages/``; nothing is computed here that a program
would want, only how it is shown."""
