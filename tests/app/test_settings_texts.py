from __future__ import annotations

from dataclasses import replace

from app.settings import CameraSettings, Settings, SourceZones, ZoneSettings
from app.settings_texts import with_texts


def test_every_text_is_changed_and_nothing_else() -> None:
    settings = Settings(
        camera=CameraSettings(source="a", width=640),
        zones=ZoneSettings((SourceZones("b", "c"),)),
        window=replace(Settings().window, gallery=("d", "e")),
    )
    seen: list[str] = []

    def change(text: str) -> str:
        seen.append(text)
        return {"a": "A", "b": "B", "d": "D"}.get(text, text)

    changed = with_texts(settings, change)
    assert changed.camera == CameraSettings(source="A", width=640)
    assert changed.zones.sources == (SourceZones("B", "c"),)
    assert changed.window.gallery == ("D", "e")
    assert {"a", "b", "c", "d", "e"} <= set(seen)
    assert with_texts(settings, str) == settings
