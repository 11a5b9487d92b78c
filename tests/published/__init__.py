"""Tests of the published tables: rules that hold for any number of sources, and the facts of these five articles."""
