"""One text that says what somebody who helps needs to know. Holds no picture and no file list."""
from __future__ import annotations

import os
import platform
from dataclasses import asdict, replace
from pathlib import Path

import PySide6

from app import __version__
from app.log import log_path
from app.pipeline.stats import Stats
from app.settings import Settings, ZoneSettings
from app.ui.state.view_state import ViewState
from app.ui.state.words import title_of


def diagnostics(settings: Settings, state: ViewState, stats: Stats) -> str:
    """A few lines to paste into a report."""
    kept = asdict(_without_secrets(settings))
    lines = [
        f"Backdrop {__version__}, Python {platform.python_version()}, PySide6 {PySide6.__version__}",
        f"{platform.platform()}, {platform.machine()}",
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores",
        f"Source: {state.source_name or 'none'} {state.source_size} ({state.phase})",
        f"Engine: {stats.engine or 'loading'}{f' ({stats.note})' if stats.note else ''}",
        *_figures(stats),
        f"Own backgrounds: {len(settings.window.gallery)}, cameras with zones: {len(settings.zones.sources)}",
        *(f"{name}: {values}" for name, values in kept.items()),
        f"Log: {log_path()}",
    ]
    return "\n".join(lines)


def _figures(stats: Stats) -> tuple[str, ...]:
    """What the pipeline measured of itself."""
    stages = ", ".join(f"{name} {value:.1f} ms" for name, value in stats.stage_ms.items())
    cores = "unknown" if stats.cores is None else f"{100 * stats.cores:.0f} % of a core"
    return (
        f"{stats.fps:.1f} fps; {stages}; the network rested for {100 * stats.resting:.0f} %",
        f"Latency: {stats.latency_ms:.0f} ms to the composite, 95th percentile {stats.latency_p95_ms:.0f} ms, "
        f"to the screen {stats.screen_p95_ms:.0f} ms",
        f"{stats.dropped} dropped, {stats.unseen} unseen, {stats.repeated} repeated, {stats.failed} without a person",
        f"Processor: {cores}",
    )


def _without_secrets(settings: Settings) -> Settings:
    """Neither a camera's password, nor which pictures and folders somebody has, nor what was painted."""
    camera = replace(settings.camera, source=_nameless(settings.camera.source))
    record = replace(settings.record, folder=_nameless(settings.record.folder),
                     snapshot_folder=_nameless(settings.record.snapshot_folder))
    background = replace(settings.background, value=_nameless(settings.background.value))
    window = replace(settings.window, geometry="", gallery=(), last_folder="")
    return replace(settings, camera=camera, record=record, background=background, window=window, zones=ZoneSettings())


def _nameless(value: str) -> str:
    """Of the address of a camera what people may see; of a path only that it is one, and of what kind."""
    if "://" in value:
        return title_of(value)
    if "/" in value or "\\" in value:
        return f"(own{Path(value).suffix})"
    return value
