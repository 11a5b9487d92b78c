"""The files that are published: tables, descriptors, catalogues, pages and releases."""
