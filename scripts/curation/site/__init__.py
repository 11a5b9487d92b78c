"""The site: pages on which each figure shows its sentence, made from a published package alone."""
