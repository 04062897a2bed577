"""Two windows and one file: the changes of both are kept."""
from __future__ import annotations

from dataclasses import replace

import pytest

from app.settings import (
    BackgroundSettings,
    CameraSettings,
    RecordSettings,
    Settings,
    SourceZones,
    WindowSettings,
    ZoneSettings,
)
from app.settings_merge import merge_settings

BASE = Settings(
    camera=CameraSettings(source="demo"),
    background=BackgroundSettings("picture", "/a.png"),
    zones=ZoneSettings((SourceZones("camera:1", "one"), SourceZones("camera:2", "two"))),
    window=WindowSettings(gallery=("/a.png", "/b.png", "/c.png")),
)


def with_gallery(*paths: str) -> Settings:
    return replace(BASE, window=replace(BASE.window, gallery=paths))


def with_zones(*zones: tuple[str, str]) -> Settings:
    return replace(BASE, zones=ZoneSettings(tuple(SourceZones(*zone) for zone in zones)))


def test_what_only_one_changed_is_kept() -> None:
    mine = replace(BASE, record=replace(BASE.record, quality="best"))
    theirs = replace(BASE, record=replace(BASE.record, folder="/takes"), window=replace(BASE.window, theme="dark"))
    merged = merge_settings(BASE, mine, theirs)
    assert merged.record == RecordSettings(folder="/takes", quality="best")
    assert merged.window.theme == "dark"
    assert merged == merge_settings(BASE, theirs, mine)


def test_of_a_value_that_both_changed_the_one_saved_last_holds() -> None:
    mine = replace(BASE, window=replace(BASE.window, theme="dark"))
    theirs = replace(BASE, window=replace(BASE.window, theme="light"))
    assert merge_settings(BASE, mine, theirs).window.theme == "dark"


def test_a_background_is_never_half_of_one_and_half_of_another() -> None:
    mine = replace(BASE, background=BackgroundSettings("picture", "/b.png"))
    theirs = replace(BASE, background=BackgroundSettings("color", "#102030", blur=70))
    assert merge_settings(BASE, mine, theirs).background == BackgroundSettings("picture", "/b.png", blur=70)


def test_a_frame_size_is_never_half_of_one_and_half_of_another() -> None:
    mine = replace(BASE, camera=replace(BASE.camera, width=1280, height=960))
    theirs = replace(BASE, camera=replace(BASE.camera, width=640, height=360))
    camera = merge_settings(BASE, mine, theirs).camera
    assert (camera.width, camera.height) == (1280, 960)


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (("/a.png", "/b.png", "/c.png", "/m.png"), ("/a.png", "/b.png", "/c.png", "/t.png"),
         ("/a.png", "/b.png", "/c.png", "/t.png", "/m.png")),
        (("/m.png", "/a.png", "/b.png", "/c.png"), ("/t.png", "/a.png", "/b.png", "/c.png"),
         ("/t.png", "/m.png", "/a.png", "/b.png", "/c.png")),
        (("/a.png", "/b.png", "/c.png"), ("/b.png", "/t.png"), ("/b.png", "/t.png")),
        (("/b.png", "/m.png"), ("/a.png", "/b.png", "/c.png"), ("/b.png", "/m.png")),
        (("/b.png", "/c.png"), ("/a.png", "/b.png", "/t.png"), ("/b.png", "/t.png")),
        (("/c.png", "/b.png", "/a.png"), ("/a.png", "/b.png", "/c.png", "/t.png"),
         ("/c.png", "/t.png", "/b.png", "/a.png")),
        ((), ("/a.png", "/b.png", "/c.png", "/t.png"), ("/t.png",)),
        (("/a.png", "/b.png", "/c.png", "/x.png"), ("/a.png", "/b.png", "/c.png", "/x.png"),
         ("/a.png", "/b.png", "/c.png", "/x.png")),
    ],
)  # fmt: skip
def test_a_gallery_keeps_what_either_added_and_loses_what_either_removed(
    mine: tuple[str, ...], theirs: tuple[str, ...], merged: tuple[str, ...]
) -> None:
    assert merge_settings(BASE, with_gallery(*mine), with_gallery(*theirs)).window.gallery == merged


def test_zones_of_other_cameras_are_kept() -> None:
    mine = with_zones(("camera:1", "mine"), ("camera:2", "two"), ("camera:3", "new"))
    theirs = with_zones(("camera:2", "theirs"), ("camera:1", "one"))
    merged = merge_settings(BASE, mine, theirs).zones.sources
    assert {zone.source: zone.mask for zone in merged} == {"camera:1": "mine", "camera:2": "theirs", "camera:3": "new"}
    assert len(merged) == 3


def test_a_painting_that_one_changed_outlives_its_removal_by_the_other() -> None:
    changed, removed = with_zones(("camera:1", "better"), ("camera:2", "two")), with_zones(("camera:2", "two"))
    for merged in (merge_settings(BASE, changed, removed), merge_settings(BASE, removed, changed)):
        assert {zone.source for zone in merged.zones.sources} == {"camera:1", "camera:2"}


def test_a_new_camera_that_both_painted_over_has_one_painting() -> None:
    merged = merge_settings(Settings(), with_zones(("camera:9", "mine")), with_zones(("camera:9", "theirs")))
    assert merged.zones.sources == (SourceZones("camera:9", "mine"),)


def test_without_another_writer_mine_holds_as_it_is() -> None:
    mine = with_gallery("/c.png", "/a.png")
    assert merge_settings(BASE, mine, BASE) == mine
    assert merge_settings(BASE, BASE, mine) == mine
