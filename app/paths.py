"""Where things are: what is shipped with the app, and the user's own folders.

BACKDROP_HOME moves everything that the app writes beneath one folder (a portable installation, or a test).
"""
from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import platformdirs

from sinet_core.shipped import shipped_folder

APP_NAME = "Backdrop"
HOME_VARIABLE = "BACKDROP_HOME"


def assets_folder() -> Path:
    return shipped_folder("app", "assets")


def weights_folder() -> Path:
    return shipped_folder("sinet_core", "weights")


def config_folder() -> Path:
    return _user_folder("config", platformdirs.user_config_path(APP_NAME, appauthor=False))


def log_folder() -> Path:
    return _user_folder("log", platformdirs.user_log_path(APP_NAME, appauthor=False))


def cache_folder() -> Path:
    """What may be deleted at any time, and is made again."""
    return _user_folder("cache", platformdirs.user_cache_path(APP_NAME, appauthor=False))


def videos_folder() -> Path:
    """Where recordings go when the settings do not say."""
    return _user_folder("Videos", platformdirs.user_videos_path())


def pictures_folder() -> Path:
    """Where snapshots go when the settings do not say."""
    return _user_folder("Pictures", platformdirs.user_pictures_path())


def kept_backgrounds_folder() -> Path:
    """Where backgrounds are kept that came without a file, dragged out of a browser."""
    return _user_folder("backgrounds", platformdirs.user_data_path(APP_NAME, appauthor=False) / "backgrounds")


def file_name_of(moment: datetime) -> str:
    """'Backdrop 2026-11-23 14.05.09': sorts by time, and no character that a file system refuses."""
    return f"{APP_NAME} {moment:%Y-%m-%d %H.%M.%S}"


def _user_folder(name: str, default: Path) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home) / name if home else default
