"""A release as its users read it: each tool in an environment of its own."""
