"""Help for coders: a new source, a cell shown with its words."""
