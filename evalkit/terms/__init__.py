"""Words and terms: what languages find of them, rival renderings, repeats, glossaries.

Here is what looks terms up over many texts. How one language cuts words is ``languages/``; what is wrong with a
rendering is ``checks/``."""
