"""Backgrounds that are not files yet: links, and pictures dragged from a browser."""
from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from av.error import FFmpegError

from app.errors import AppError
from app.pipeline.decode.address import stream_name
from app.pipeline.decode.connection import unproven
from app.pipeline.decode.media import read_address
from app.system.files import reason_of, unique_path

if TYPE_CHECKING:
    from email.message import Message

TIMEOUT_S = 15.0
MAX_BYTES = 200 << 20
CHUNK_BYTES = 1 << 16
KINDS = ("image/", "video/", "application/octet-stream")
WEB_PAGE = "text/html"
STREAMS = ("multipart/", "application/vnd.apple.mpegurl", "application/x-mpegurl", "audio/x-mpegurl")
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif",
            "image/avif": ".avif", "video/mp4": ".mp4", "video/webm": ".webm"}
SAVE = "Save it as a file in your browser, and use that."


def fetch_background(url: str, folder: Path) -> Path:
    """Downloads the picture or video behind a link into folder, and returns its file. Slow.

    Raises:
        AppError: not a web link, no answer, not a picture or video, or too large.
    """
    name = stream_name(url)
    if urlsplit(url).scheme not in ("http", "https"):
        raise AppError(f"Links like '{url[:40]}' cannot be used", SAVE)
    data, kind = _through_ffmpeg(url, name) if urlsplit(url).scheme == "https" and not has_tls() else _load(url, name)
    return keep_background(data, _file_name(url, kind), folder)


def has_tls() -> bool:
    """Whether Python can open https itself: the bundle leaves that to FFmpeg, which has TLS anyway."""
    return find_spec("_ssl") is not None


def _load(url: str, name: str) -> tuple[bytes, str]:
    """The content behind a link, and the kind that the server states."""
    import urllib.error  # imported on demand: HTTP, mail and TLS take 45 ms
    import urllib.request

    request = urllib.request.Request(url, headers={"User-Agent": "Mozilla/5.0 (Backdrop)", "Accept": "image/*,video/*"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            kind = _kind(answer.headers)
            if not kind.startswith(KINDS):
                raise _no_media(name, kind)
            return _read(answer, name), kind
    except urllib.error.HTTPError as error:
        raise AppError(f"Cannot load {name}: the server answered {error.code}", SAVE) from error
    except (OSError, ValueError) as error:
        raise AppError(f"Cannot load {name}", SAVE) from error


def _through_ffmpeg(url: str, name: str) -> tuple[bytes, str]:
    """Like _load. The kind is not known, but a web page is recognised by its beginning."""
    try:
        data = read_address(url, most=MAX_BYTES, timeout_s=TIMEOUT_S)
    except (FFmpegError, OSError, ValueError) as error:
        reason = "its server cannot prove who it is" if unproven(error, url) else reason_of(error)
        raise AppError(f"Cannot load {name}: {reason}", SAVE) from error
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    if data.lstrip()[:1] == b"<":
        raise _no_media(name, WEB_PAGE)
    return data, "application/octet-stream"


def _too_large(name: str) -> AppError:
    return AppError(f"{name} is larger than {MAX_BYTES >> 20} MB", SAVE)


def keep_background(data: bytes, name: str, folder: Path) -> Path:
    """Writes data into folder under that name, or returns an existing file with the same data.

    Raises:
        AppError: it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for known in folder.glob(f"*{Path(name).suffix}"):
            if known.stat().st_size == len(data) and known.read_bytes() == data:
                return known
        path = unique_path(folder, Path(name).stem, Path(name).suffix)
        path.write_bytes(data)
    except OSError as error:
        raise AppError("Cannot save the picture", f"{error.strerror or error}: {folder}") from error
    return path


def _no_media(name: str, kind: str) -> AppError:
    if kind.startswith(STREAMS):
        return AppError(f"{name} is a stream without an end", "A background must be loaded as a whole.")
    if kind == WEB_PAGE:
        return AppError(f"{name} is a web page, not a picture", "Use the picture itself, or save it as a file.")
    return AppError(f"{name} is not a picture or video, but {kind}", SAVE)


def _read(answer: object, name: str) -> bytes:
    parts, size = [], 0
    while chunk := answer.read(CHUNK_BYTES):  # type: ignore[attr-defined]
        size += len(chunk)
        if size > MAX_BYTES:
            raise _too_large(name)
        parts.append(chunk)
    return b"".join(parts)


def _kind(headers: Message) -> str:
    return headers.get_content_type() if "Content-Type" in headers else "application/octet-stream"


def _file_name(url: str, kind: str) -> str:
    """The file's name: from the address, with the suffix of its kind."""
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    kept = "".join(letter for letter in name if letter.isalnum() or letter in " ._-").strip(" .") or "picture"
    known = SUFFIXES.get(kind)
    return kept if known is None or kept.lower().endswith(known) else f"{Path(kept).stem}{known}"
