"""Which Backdrop this is."""
from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from app.paths import APP_NAME


def app_version() -> str:
    """The installed version, "" when the app runs from files that were never installed."""
    try:
        return version(APP_NAME.lower())
    except PackageNotFoundError:
        return ""
