"""Locations of the app's shipped files and of the user's folders.

BACKDROP_HOME moves everything that the app writes into one folder (for a portable installation, or a test).
"""
from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from sinet_core.shipped import shipped_folder

APP_NAME = "Backdrop"
HOME_VARIABLE = "BACKDROP_HOME"


def assets_folder() -> Path:
    return shipped_folder("app", "assets")


def weights_folder() -> Path:
    return shipped_folder("sinet_core", "weights")


def config_folder() -> Path:
    return _user_folder("config", "user_config_path")


def log_folder() -> Path:
    return _user_folder("log", "user_log_path")


def cache_folder() -> Path:
    """The cache folder, which may be deleted at any time."""
    return _user_folder("cache", "user_cache_path")


def videos_folder() -> Path:
    """The default folder for recordings."""
    return _user_folder("Videos", "user_videos_path")


def pictures_folder() -> Path:
    """The default folder for snapshots."""
    return _user_folder("Pictures", "user_pictures_path")


def kept_backgrounds_folder() -> Path:
    """The folder for backgrounds that came without a file, dragged from a browser."""
    return _user_folder("backgrounds", "user_data_path", "backgrounds")


def file_name_of(moment: datetime) -> str:
    """'Backdrop 2026-11-23 14.05.09': sorts by time, and is a valid name on every file system."""
    return f"{APP_NAME} {moment:%Y-%m-%d %H.%M.%S}"


def _user_folder(name: str, system_name: str, below: str = "") -> Path:
    """The folder of that name in BACKDROP_HOME, or else in platformdirs.PlatformDirs' system_name."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home) / name
    from platformdirs import PlatformDirs  # imported here, since doctor runs without any package

    folder: Path = getattr(PlatformDirs(APP_NAME, appauthor=False), system_name)
    return folder / below
