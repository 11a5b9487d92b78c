"""Two published packages: loaded (load), compared (compare), and their difference rendered (render)."""
