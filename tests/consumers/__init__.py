"""A release read by each tool in an environment of its own."""
