"""Addresses of media: files, and URLs."""
from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from app.address_secrets import conceal

SCHEMES = ("http", "https", "rtsp", "rtsps", "rtmp", "udp", "tcp")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def completed(text: str) -> str:
    """A typed address, with the http:// that people leave out."""
    text = text.strip()
    return text if not text or _SCHEME.match(text) else f"http://{text}"


def address_problem(text: str) -> str:
    """Why a typed address cannot be a camera's, in one sentence; "" if it can."""
    address = completed(text)
    if not address:
        return "Type or paste the camera's address."
    if any(letter.isspace() for letter in address):
        return "An address has no spaces in it."
    parts = _split(address)
    if parts is None:
        return "This is not an address. Example: 192.168.1.20:8080/video"
    if parts.scheme.lower() not in SCHEMES:
        return f"{parts.scheme}:// cannot be read. These can: {', '.join(SCHEMES)}."
    if not parts.hostname or parts.hostname.startswith(".") or parts.hostname.endswith(".."):
        return "The name or number of the camera is missing. Example: 192.168.1.20:8080/video"
    return ""


def stream_name(url: str) -> str:
    """The address for users to read, without password, query or scheme."""
    url = conceal(url)[0]
    parts = _split(url)
    if parts is None or not parts.hostname:
        return url
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = f":{parts.port}" if parts.port is not None else ""
    return f"{host}{port}{parts.path}".rstrip("/")


def _split(url: str) -> SplitResult | None:
    """The parts of url, or None if it has none or an invalid port."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def media_address(address: str) -> str:
    """A file's absolute path, since FFmpeg takes text before a colon for a protocol; other addresses unchanged."""
    try:
        return str(Path(address).absolute()) if Path(address).is_file() else address
    except (OSError, ValueError):  # too long for a file name, or none at all
        return address


def is_url(address: str) -> bool:
    """Whether it is an address with a scheme rather than a file."""
    return "://" in address
