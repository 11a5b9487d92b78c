"""The articles' texts as received."""
