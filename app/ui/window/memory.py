"""What the window remembers between runs besides the user's settings."""
from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.address_secrets import conceal
from app.settings import Settings, WindowSettings

MAX_ADDRESSES = 6


class WindowMemory(QObject):
    """Signals:
    changed(WindowSettings): something new to remember.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept = Settings().window

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:
        self._kept = settings.window

    def remember(self, **values: object) -> None:
        """values: fields of WindowSettings."""
        kept: WindowSettings = replace(self._kept, **values)  # type: ignore[arg-type]
        self.changed.emit(kept)

    def last_folder(self) -> str:
        """The folder last used in a file dialog."""
        return self._kept.last_folder

    def remember_folder(self, folder: str) -> None:
        self.remember(last_folder=folder)

    def last_addresses(self) -> tuple[str, ...]:
        """The network cameras used last, newest first."""
        return self._kept.addresses

    def remember_address(self, address: str) -> None:
        others = tuple(known for known in self.last_addresses() if known != conceal(address)[0])
        self.remember(addresses=(address, *others)[:MAX_ADDRESSES])
