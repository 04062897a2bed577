"""Replaces the FFmpeg in OpenCV's wheel for Linux, since its OpenSSL 1.1 is incompatible with the GPL.

Backdrop opens files and addresses with PyAV only; OpenCV's copy is linked but never used. Links to
PyAV's take its place if that has the same major version and is not older, which FFmpeg promises to
be compatible (docs/decisions/0029).
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

Entry = tuple[str, str, str]
"""PyInstaller's: path in the bundle, origin, kind. The origin of a SYMLINK is its target."""
LIBRARY = re.compile(
    r"(?P<folder>[\w.]+\.libs)/(?P<name>lib(?:avcodec|avformat|avutil|avdevice|avfilter|swscale|swresample))-\w+"
    r"\.so\.(?P<major>\d+)\.(?P<rest>[\d.]+)"
)
OPENCV, PYAV = "opencv_python_headless.libs", "av.libs"
ONLY_FFMPEG_NEEDS = tuple(f"{OPENCV}/{name}-" for name in ("libssl", "libcrypto", "libvpx"))


def share_ffmpeg(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with a single FFmpeg; unchanged if the two do not match in every part."""
    entries = list(entries)
    found = {entry[0]: match for entry in entries if entry[2] == "BINARY" and (match := LIBRARY.fullmatch(entry[0]))}
    ours = {(match["name"], match["major"]): match for match in found.values() if match["folder"] == PYAV}
    theirs = {name: match for name, match in found.items() if match["folder"] == OPENCV}
    twins = {name: _twin(match, ours) for name, match in theirs.items()}
    if not twins or None in twins.values():
        return entries
    kept = [entry for entry in entries if entry[0] not in twins and not _goes(entry)]
    return kept + [(name, f"../{twin}", "SYMLINK") for name, twin in twins.items() if twin]


def _twin(match: re.Match[str], ours: dict[tuple[str, str], re.Match[str]]) -> str | None:
    twin = ours.get((match["name"], match["major"]))
    return twin[0] if twin is not None and _minor(twin) >= _minor(match) else None


def _minor(match: re.Match[str]) -> int:
    return int(match["rest"].split(".")[0])


def _goes(entry: Entry) -> bool:
    """Whether it is a library that only FFmpeg needs, or a link to one from the top folder."""
    target = PurePosixPath(entry[1]).as_posix() if entry[2] == "SYMLINK" else ""
    return entry[0].startswith(ONLY_FFMPEG_NEEDS) or target.startswith(ONLY_FFMPEG_NEEDS)
