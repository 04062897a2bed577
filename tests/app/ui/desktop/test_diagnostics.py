from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.pipeline.stats import Stats
from app.settings import Settings, SourceZones, WindowSettings, ZoneSettings
from app.settings_texts import with_texts
from app.ui.desktop.diagnostics import diagnostics
from app.ui.state.view_state import ViewState


def test_it_says_what_helps_and_not_which_pictures_somebody_has(tmp_path: Path) -> None:
    window = replace(Settings().window, gallery=("/home/me/secret-party.png",), geometry="AdnQ")
    state = ViewState(phase="live", source_name="BRIO", source_size="1280×720", source_id="camera:1")
    stats = Stats(fps=29.6, latency_ms=41, dropped=3, stage_ms={"segment": 6.1}, engine="SINet · OpenVINO",
                  note="smaller, to keep 30 fps", screen_p95_ms=48.2, repeated=7, resting=0.25, cores=0.41)
    camera = replace(Settings().camera, source="rtsp://me:geheim@cam.local/live")
    text = diagnostics(replace(Settings(), window=window, camera=camera), state, stats)
    for fact in ("Backdrop", "PySide6", "BRIO 1280×720 (live)", "29.6 fps", "segment 6.1 ms", "to keep 30 fps",
                 "screen 48 ms", "3 dropped", "7 repeated", "rested for 25 %", "41 % of a core", "Own backgrounds: 1"):
        assert fact in text
    assert "own rtsp address" in text
    assert "geheim" not in text
    assert "secret-party" not in text
    assert "AdnQ" not in text


def test_paintings_paths_and_passwords_are_left_out_wherever_they_are() -> None:
    address = "rtsp://me:geheim@cam.local/live"
    settings = Settings()
    settings = replace(
        settings,
        zones=ZoneSettings((SourceZones(address, "iVBORpainted"),)),
        background=replace(settings.background, kind="picture", value="/home/alice/holiday.jpg"),
        record=replace(settings.record, folder="/home/alice/private"),
        window=replace(settings.window, last_folder="/home/alice/diary"),
        camera=replace(settings.camera, source="C:\\Users\\alice\\video.mp4"),
    )
    text = diagnostics(settings, ViewState(), Stats())
    for secret in ("geheim", "painted", "holiday", "private", "diary", "video"):
        assert secret not in text
    for fact in ("(own.jpg)", "(own.mp4)", "cameras with zones: 1"):
        assert fact in text


HOME = "/home/alice-smith"


@pytest.fixture
def at_alices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKDROP_HOME", raising=False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, HOME)
    for name, folder in (("XDG_STATE_HOME", ".local/state"), ("XDG_CONFIG_HOME", ".config")):
        monkeypatch.setenv(name, f"{HOME}/{folder}")


@pytest.mark.usefixtures("at_alices")
def test_neither_the_home_folder_nor_the_name_of_a_file_is_in_it() -> None:
    settings = replace(Settings(), camera=replace(Settings().camera, source=f"{HOME}/wedding.mp4"))
    state = ViewState(phase="live", source_name="wedding.mp4", source_size="1280×720", source_id=f"{HOME}/wedding.mp4")
    stats = Stats(note=f"no weights in {HOME}/backdrop/weights", engine="SINet")
    text = diagnostics(settings, state, stats)
    for secret in ("alice", "smith", "wedding", "/home"):
        assert secret not in text
    assert "Source: own file (.mp4) 1280×720 (live)" in text
    assert "Log: ~/" in text


def test_a_log_that_is_elsewhere_is_reported_without_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKDROP_HOME", "/media/alice/stick")
    text = diagnostics(Settings(), ViewState(), Stats())
    assert "alice" not in text
    assert "backdrop.log" in text


@pytest.mark.usefixtures("at_alices")
def test_a_setting_of_tomorrow_is_hidden_like_those_of_today() -> None:
    """Covers every text in the settings that could be a path or an address, without a list of fields."""
    secrets = iter(range(1000))
    hidden: list[str] = []

    def secret(text: str) -> str:
        if text in {"MJPG", "high", "blur", "auto", "system", "Speed"}:
            return text
        hidden.append(f"secret{next(secrets)}x")
        return f"{HOME}/{hidden[-1]}.png"

    settings = with_texts(Settings(window=WindowSettings(gallery=("a",)), zones=ZoneSettings((SourceZones(),))), secret)
    text = diagnostics(settings, ViewState(), Stats())
    assert len(hidden) >= 8
    assert [name for name in hidden if name in text] == []
    assert "alice" not in text


def test_a_network_camera_is_reported_by_its_host_only() -> None:
    address = "http://me:***@192.168.1.20:8080/video/of/the/nursery?token=***"
    settings = replace(Settings(), camera=replace(Settings().camera, source=address))
    state = ViewState(phase="live", source_name="192.168.1.20/video/of/the/nursery", source_id=address)
    text = diagnostics(settings, state, Stats())
    assert "network camera" in text
    for secret in ("token", "nursery", "me:"):
        assert secret not in text
