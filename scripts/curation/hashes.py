"""The hash by which bytes are known."""

from __future__ import annotations

import hashlib


def hash_content(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
