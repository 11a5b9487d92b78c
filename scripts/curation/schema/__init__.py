"""The tables, metadata.yaml and how columns are filled, as typed models."""
