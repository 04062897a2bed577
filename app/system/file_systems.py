"""What the drive under a folder can hold."""
from __future__ import annotations

import platform
import re
from pathlib import Path

FAT_LIMIT = 2**32 - 1  # bytes
NO_LIMIT = 2**62
ESCAPED = re.compile(r"\\([0-7]{3})")  # a space is written as \040
FAT_NAMES = ("vfat", "msdos", "fat", "fat12", "fat16", "fat32")


def largest_file(folder: Path) -> int:
    """The size of the largest file that the folder's drive can hold, in bytes; unlimited if unknown."""
    try:
        name = _file_system(folder.resolve())
    except (OSError, ValueError, AttributeError):
        return NO_LIMIT
    return FAT_LIMIT if name.lower() in FAT_NAMES else NO_LIMIT


def _file_system(folder: Path) -> str:
    if platform.system() == "Windows":
        return _windows_volume(folder)
    return mounted(folder, Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace"))


def mounted(folder: Path, mounts: str) -> str:
    """The file system of an absolute folder by the lines of /proc/mounts; "" if none of them contains it."""
    best, name = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(ESCAPED.sub(lambda code: chr(int(code[1], 8)), fields[1]))
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, name = len(point.parts), fields[2]
    return name


def _windows_volume(folder: Path) -> str:
    import ctypes

    name = ctypes.create_unicode_buffer(64)
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    known = kernel.GetVolumeInformationW(folder.anchor, None, 0, None, None, None, name, len(name))
    return name.value if known else ""
