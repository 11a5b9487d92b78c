"""The coders' files: passages with their cells, rulings, places and evidence."""
