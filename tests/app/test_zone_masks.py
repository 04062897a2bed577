from __future__ import annotations

import base64
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.settings import Settings, SourceZones, ZoneSettings
from app.settings_store import SettingsStore
from app.zone_masks import MAX_SOURCES, mask_of, pack, ready_zones, unpack, with_mask
from sinet_core.matting.zones import DROP, KEEP


def painted() -> np.ndarray:
    labels = np.zeros((180, 320), np.uint8)
    cv2.circle(labels, (100, 60), 40, KEEP, -1)
    cv2.circle(labels, (250, 120), 30, DROP, -1)
    return labels


def png(picture: np.ndarray) -> str:
    return base64.b64encode(np.asarray(cv2.imencode(".png", picture)[1]).tobytes()).decode()


def test_what_is_packed_is_unpacked_and_small() -> None:
    mask = pack(painted())
    unpacked = unpack(mask)
    assert unpacked is not None
    assert np.array_equal(unpacked, painted())
    assert len(mask) < 3000
    assert pack(np.zeros((180, 320), np.uint8)) == ""
    assert unpack("") is None


@pytest.mark.parametrize(
    "mask",
    ["?", "YWJj", pack(painted())[:-40], png(np.zeros((4, 4, 3), np.uint8)), png(np.ones((4, 2000), np.uint8)),
     png(np.ones((4, 4), np.uint16)), "ä"],
)
def test_what_is_damaged_paints_nothing(mask: str) -> None:
    zones = unpack(mask)
    assert zones is None or not zones.any() or np.isin(zones, (0, KEEP, DROP)).all()
    ready_zones(mask, (64, 36))


def test_unknown_labels_are_left_out() -> None:
    unpacked = unpack(png(np.array([[0, KEEP, DROP, 7]], np.uint8)))
    assert unpacked is not None
    assert unpacked.tolist() == [[0, KEEP, DROP, 0]]


def test_each_source_has_its_own() -> None:
    settings = with_mask(with_mask(ZoneSettings(), "camera:a", "A"), "camera:b", "B")
    assert (mask_of(settings, "camera:a"), mask_of(settings, "camera:b")) == ("A", "B")
    assert mask_of(settings, "camera:c") == mask_of(settings, "") == ""
    settings = with_mask(settings, "camera:a", "A2")
    assert mask_of(settings, "camera:a") == "A2"
    assert len(settings.sources) == 2
    assert with_mask(settings, "camera:a", "").sources == (SourceZones("camera:b", "B"),)


def test_without_a_source_nothing_is_kept() -> None:
    assert with_mask(ZoneSettings(), "", "A") == ZoneSettings()
    assert mask_of(ZoneSettings((SourceZones("", "A"),)), "") == ""


def test_only_a_few_masks_are_remembered() -> None:
    settings = ZoneSettings()
    for number in range(MAX_SOURCES + 3):
        settings = with_mask(settings, f"camera:{number}", "M")
    assert len(settings.sources) == MAX_SOURCES
    assert mask_of(settings, "camera:2") == ""
    assert mask_of(settings, f"camera:{MAX_SOURCES + 2}") == "M"


def test_they_are_saved_and_read_again(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    settings = Settings(zones=with_mask(ZoneSettings(), "camera:a", pack(painted())))
    assert store.save(settings) is None
    assert store.load().settings == settings


@pytest.mark.parametrize(
    ("saved", "left"),
    [
        ('{"sources": 7}', 0),
        ('{"sources": [7, "x", null]}', 0),
        ('{"sources": [{"source": "camera:a", "mask": 7}]}', 1),
        ('{"sources": [{"source": "camera:a", "mask": "YQ=="}, {}]}', 2),
    ],
)
def test_damage_in_the_settings_is_survived(tmp_path: Path, saved: str, left: int) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    store.path.write_text(f'{{"zones": {saved}, "background": {{"kind": "color", "value": "#102030"}}}}', "utf-8")
    loaded = store.load()
    assert loaded.warning is None
    assert len(loaded.settings.zones.sources) == left
    assert loaded.settings.background.kind == "color"
    assert ready_zones(mask_of(loaded.settings.zones, "camera:a"), (64, 36)) is None
