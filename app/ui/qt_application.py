"""The QApplication, with the names and the icon that the desktop shows."""
from __future__ import annotations

import os
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from app.paths import APP_NAME, assets_folder

DESKTOP_ID = os.environ.get("FLATPAK_ID", "backdrop")  # the .desktop file's name, from which windows get their icon


def make_application(argv: list[str]) -> QApplication:
    """The QApplication with the names and the icon that the desktop shows."""
    QGuiApplication.setDesktopFileName(DESKTOP_ID)
    QGuiApplication.setApplicationDisplayName(APP_NAME)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(argv or sys.argv[:1])
    app.setApplicationName(APP_NAME)
    app.setWindowIcon(QIcon(str(assets_folder() / "icons" / "backdrop.png")))
    return app
