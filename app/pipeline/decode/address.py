"""Addresses of media: files, and URLs."""
from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit


def stream_name(url: str) -> str:
    """The address for people to read: without a password, a query or a scheme."""
    parts = urlsplit(url)
    return f"{parts.hostname or url}{parts.path}".rstrip("/")


def media_address(address: str) -> str:
    """A file by its whole path, since FFmpeg takes what is before a colon in a name for a protocol; else as it is."""
    try:
        return str(Path(address).absolute()) if Path(address).is_file() else address
    except (OSError, ValueError):  # longer than a name can be, or no name at all
        return address


def is_url(address: str) -> bool:
    """Whether it is no file but an address with a scheme."""
    return "://" in address
