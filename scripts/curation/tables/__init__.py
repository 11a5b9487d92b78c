"""Rows and cells, what must hold for them, and their provenance."""
