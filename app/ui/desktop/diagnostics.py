"""A text for bug reports. Contains no picture, no file name and no home folder."""
from __future__ import annotations

import os
import platform
from dataclasses import asdict, replace
from pathlib import Path
from urllib.parse import urlsplit

import PySide6

from app import __version__
from app.address_secrets import redact
from app.log import log_path
from app.pipeline.decode.kinds import PICTURE_SUFFIXES
from app.pipeline.sources.source import source_kind
from app.pipeline.stats import Stats
from app.settings import Settings, ZoneSettings
from app.settings_texts import with_texts
from app.ui.gallery.items import VIDEO_SUFFIXES
from app.ui.state.view_state import ViewState


def diagnostics(settings: Settings, state: ViewState, stats: Stats) -> str:
    """A few lines to paste into a report."""
    kept = asdict(_without_secrets(settings))
    lines = [
        f"Backdrop {__version__}, Python {platform.python_version()}, PySide6 {PySide6.__version__}",
        f"{platform.platform()}, {platform.machine()}",
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores",
        f"Source: {_source(settings, state)} {state.source_size} ({state.phase})",
        f"Engine: {stats.engine or 'loading'}{f' ({stats.note})' if stats.note else ''}",
        *_figures(stats),
        f"Own backgrounds: {len(settings.window.gallery)}, cameras with zones: {len(settings.zones.sources)}",
        *(f"{name}: {values}" for name, values in kept.items()),
        f"Log: {_log()}",
    ]
    return redact(_homeless("\n".join(lines)))


def _figures(stats: Stats) -> tuple[str, ...]:
    """The pipeline's own measurements."""
    stages = ", ".join(f"{name} {value:.1f} ms" for name, value in stats.stage_ms.items())
    cores = "unknown" if stats.cores is None else f"{100 * stats.cores:.0f} % of a core"
    return (
        f"{stats.fps:.1f} fps; {stages}; the network rested for {100 * stats.resting:.0f} %",
        f"Latency: {stats.latency_ms:.0f} ms to the composite, 95th percentile {stats.latency_p95_ms:.0f} ms, "
        f"to the screen {stats.screen_p95_ms:.0f} ms",
        f"{stats.dropped} dropped, {stats.unseen} unseen, {stats.repeated} repeated, {stats.failed} without a person",
        f"Processor: {cores}",
    )


def _source(settings: Settings, state: ViewState) -> str:
    """A camera's name; never a file's name or a network camera's address."""
    source = state.source_id or settings.camera.source
    kind = source_kind(source)
    if kind == "stream":
        return f"network camera ({urlsplit(source).scheme})"
    return f"own file ({Path(source).suffix})" if kind in ("picture", "video") else state.source_name or "none"


def _log() -> str:
    path = log_path()
    return str(path) if path.is_relative_to(Path.home()) else path.name


def _homeless(text: str) -> str:
    """The text without the home folder, which contains the user's name."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


def _without_secrets(settings: Settings) -> Settings:
    """The settings without addresses, file names, folders and painted zones."""
    window = replace(settings.window, geometry="", gallery=(), last_folder="")
    return with_texts(replace(settings, window=window, zones=ZoneSettings()), _nameless)


def _nameless(value: str) -> str:
    """Replaces an address or path with its kind."""
    if "://" in value:
        return f"(own {urlsplit(value).scheme} address)"
    suffix = Path(value).suffix
    if "/" in value or "\\" in value or suffix.lower() in PICTURE_SUFFIXES | VIDEO_SUFFIXES:
        return f"(own{suffix})"
    return value
