"""What can be dropped on the window: files, links, and pictures dragged out of a browser."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage

from app.ui.gallery.items import VIDEO_SUFFIXES, is_background_file


@dataclass(frozen=True)
class Dropped:
    """Attributes:
    files: on this computer.
    image: PNG data of a picture that came without a file, or b"".
    links: web addresses; with an image, the first one is where it came from.
    """

    files: tuple[Path, ...] = ()
    image: bytes = b""
    links: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.image or self.links)


def may_be_rendered(files: Sequence[Path]) -> bool:
    """Whether the files may not be meant as backgrounds: a video, or several files."""
    return len(files) > 1 or any(path.suffix.lower() in VIDEO_SUFFIXES for path in files)


def can_be_dropped(data: QMimeData) -> bool:
    """Whether it contains something to try; cheap enough to call during a drag."""
    return data.hasImage() or any(_path(text) or _is_link(text) for text in _addresses(data))


def dropped(data: QMimeData) -> Dropped:
    """What was dropped. Files take precedence: a file manager also offers the same file as an image."""
    addresses = _addresses(data)
    files = tuple(path for text in addresses if (path := _path(text)) is not None)
    if files:
        return Dropped(files)
    links = tuple(text for text in addresses if _is_link(text))
    return Dropped(image=_png(data), links=links)


def _addresses(data: QMimeData) -> tuple[str, ...]:
    if data.hasUrls():
        return tuple(url.toString() for url in data.urls())
    return tuple(data.text().split()) if data.hasText() else ()


def _path(address: str) -> Path | None:
    """The file, if it may be a background by its name, or at least exists."""
    url = QUrl(address)
    path = Path(url.toLocalFile()) if url.isLocalFile() else None
    return path if path is not None and (is_background_file(path) or path.is_file()) else None


def _is_link(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _png(data: QMimeData) -> bytes:
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return b""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())
