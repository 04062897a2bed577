"""The only place that opens media. An opened file can neither read other files nor contact other hosts.

FFmpeg follows what it reads: a "video" can be a list of other files (concat), or a playlist of addresses (HLS, DASH).
See docs/security.md.
"""
from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import av
from av.error import ArgumentError, InvalidDataError, ProtocolNotFoundError

from app.pipeline.decode.address import SCHEMES, is_url, media_address
from app.pipeline.decode.demux.pieces import Piece
from app.pipeline.decode.trust import camera_trust, verified

# The protocols that each kind of address may use. A file uses nothing but itself.
WEB = "http,https,httpproxy,tcp,tls,crypto"
PROTOCOLS = {
    "http": WEB,
    "https": WEB,
    "rtsp": f"rtsp,rtsps,rtp,srtp,udp,{WEB}",
    "rtsps": f"rtsp,rtsps,rtp,srtp,udp,{WEB}",
    "rtmp": "rtmp,tcp",
    "udp": "udp",
    "tcp": "tcp",
}
# Formats that name other files or hosts, run scripts, or are devices. Text, too, which FFmpeg would show as a video.
REACHING_OUT = frozenset({
    "alsa", "avisynth", "bluray", "concat", "concatf", "dash", "dvdvideo", "fbdev", "hls", "image2", "imf", "kmsgrab",
    "lavfi", "oss", "pulse", "rtp", "rtsp", "sap", "sdp", "tty", "v4l2", "video4linux2", "vapoursynth", "vobsub",
    "webm_dash_manifest", "x11grab",
})  # fmt: skip
NEEDED_BY = {"http": {"hls"}, "https": {"hls"}, "rtsp": {"rtsp"}, "rtsps": {"rtsp"}, "udp": {"rtp"}}
PLAYLIST_STARTS = (b"#EXTM3U", b"ffconcat", b"<MPD", b"<?xml", b"v=0", b"[playlist]", b"[Reference]")
PLAYLIST_HEAD_BYTES = 64


class PlaylistError(ValueError):
    """The file is a list of other files, not a video."""


def open_media(address: str, *, options: dict[str, str] | None = None, timeout_s: float | None = None) -> Any:
    """Opens a file or an address for reading; the answer is an av.container.InputContainer.

    Args:
        options: FFmpeg's, besides those that keep it from following what it reads.
        timeout_s: limit for opening and for each read; None: no limit.

    Raises:
        FFmpegError, OSError: it cannot be opened, or is not a media file.
        PlaylistError: it names other files or addresses, which are never followed.
    """
    address = media_address(address)
    try:
        return av.open(
            address, options={**(options or {}), **limits(address), **camera_trust(address)}, timeout=timeout_s,
            metadata_errors="replace",
        )  # fmt: skip
    except (ArgumentError, InvalidDataError) as error:
        if _is_playlist(address):
            raise PlaylistError("a playlist") from error
        raise


def open_piece(address: str, piece: Piece) -> Any:
    """A part of a local file, as open_media opens the whole."""
    start, end = piece
    path = media_address(address)
    options = {**limits(path), "protocol_whitelist": "file,subfile"}
    return av.open(f"subfile,,start,{start},end,{end},,:{path}", options=options, metadata_errors="replace")


def read_address(url: str, *, most: int, timeout_s: float) -> bytes:
    """The bytes at an address, up to `most` of them and one more packet. https addresses are verified.

    Raises:
        FFmpegError, OSError: there is no answer, it is not a file, or its certificate is not trusted.
    """
    parts: list[bytes] = []
    size = 0
    with av.open(url, format="data", options={**limits(url), **verified()}, timeout=timeout_s) as container:
        for packet in container.demux():
            parts.append(bytes(packet))
            size += packet.size
            if size > most:
                break
    return b"".join(parts)


def limits(address: str) -> dict[str, str]:
    """FFmpeg's options that restrict it to address alone. Raises ProtocolNotFoundError for a scheme not in SCHEMES."""
    if not is_url(address) or Path(address).is_absolute():
        return {"protocol_whitelist": "file", "format_whitelist": _formats("")}
    scheme = urlsplit(address).scheme.lower()
    if scheme not in SCHEMES:
        raise ProtocolNotFoundError(0, f"no addresses of the kind '{scheme}'", address)
    return {"protocol_whitelist": PROTOCOLS[scheme], "format_whitelist": _formats(scheme)}


@cache
def _formats(scheme: str) -> str:
    refused = REACHING_OUT - NEEDED_BY.get(scheme, set())
    return ",".join(sorted(name for name in av.formats_available if not refused & set(name.split(","))))


def _is_playlist(address: str) -> bool:
    if is_url(address):
        return False
    try:
        with Path(address).open("rb") as stream:
            head = stream.read(PLAYLIST_HEAD_BYTES)
    except OSError:
        return False
    return head.lstrip(b"\xef\xbb\xbf \r\n").startswith(PLAYLIST_STARTS)
