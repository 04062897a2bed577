"""Explains a failed connection to the user, by the other side's answer."""
from __future__ import annotations

import errno
import socket
from urllib.parse import urlsplit

from av import error as ffmpeg

from app.errors import AppError

OPEN = "Open the address in a web browser on this computer to see what it answers."
REACH = "Check the address, and that the camera is switched on and in the same network."
SECURE = ("https", "rtsps")
UNPROVEN = "Its certificate is not trusted here, belongs to another host or has expired, or the connection broke off."
# The first match counts. FFmpeg's errors are also Python's: a time-out is an OSError, too.
ANSWERS: tuple[tuple[type[BaseException], str, str], ...] = (
    (ffmpeg.HTTPUnauthorizedError, "{name} asks for a name and a password",
     "Write them into the address: {scheme}://NAME:PASSWORD@{host}"),
    (ffmpeg.HTTPForbiddenError, "{name} denies access to this computer", "Allow it in the camera's settings."),
    (ffmpeg.HTTPNotFoundError, "{name} was not found",
     "{host} answers, but not at this path. Look it up in the camera's manual."),
    (ffmpeg.HTTPServerError, "{name} reports an internal error", "Restart the camera, or try again later."),
    (ffmpeg.HTTPError, "{name} refuses the connection", OPEN),
    (ffmpeg.HTTPClientError, "{name} refuses the connection", OPEN),
    (ConnectionRefusedError, "Nothing is listening at {name}", "Check the port, and that the camera app is running."),
    (TimeoutError, "{name} does not answer", REACH),
    (ffmpeg.ExitError, "{name} does not answer", REACH),  # PyAV gave up waiting
    (ffmpeg.ProtocolNotFoundError, "'{scheme}' addresses cannot be read", "Use http, https, rtsp, rtmp, udp or tcp."),
    (ffmpeg.InvalidDataError, "{name} sends no video",
     "It may be a web page. The camera's manual has the address of the video itself."),
    (ValueError, "{name} sends no video", "It may be sound only. The camera's manual has the address of the video."),
)


def connection_error(error: BaseException, url: str, name: str) -> AppError:
    """The error to show when url could not be opened.

    Args:
        error: what FFmpeg raised.
        url: the address, possibly with a password, which never gets into the answer.
        name: what the address is called in messages.
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2] + parts.path
    if unproven(error, url):
        return AppError(f"{name} cannot prove who it is", UNPROVEN)
    for kind, title, hint in ANSWERS:
        if isinstance(error, kind):
            facts = {"name": name, "host": host, "scheme": parts.scheme}
            return AppError(title.format_map(facts), hint.format_map(facts))
    return AppError(f"Cannot reach {name}", REACH)


def unproven(error: BaseException, url: str) -> bool:
    """Whether the other side may have failed to prove who it is.

    FFmpeg only reports that the connection broke off, and does the same for a host without an address.
    May query the network.
    """
    parts = urlsplit(url)
    if parts.scheme not in SECURE or getattr(error, "errno", None) != errno.EIO:
        return False
    try:
        return bool(socket.getaddrinfo(parts.hostname, parts.port))
    except (OSError, ValueError):
        return False
