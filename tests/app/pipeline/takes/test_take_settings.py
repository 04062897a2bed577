import json

import pytest

from app.pipeline.takes.take_settings import (
    SOURCE,
    TakeChanges,
    TakeSettings,
    changes_from_json,
    from_json,
    take_settings,
)
from app.settings import BackgroundSettings, MirrorSettings, Settings, SourceZones, ZoneSettings
from sinet_core.matting.settings import MatteSettings

RED = BackgroundSettings("color", "#c02020")
CHOSEN = TakeSettings(RED, MatteSettings(light_wrap=0.2), True, "zones")


def test_they_survive_the_way_through_json() -> None:
    assert from_json(json.loads(json.dumps(CHOSEN.as_json()))) == CHOSEN


@pytest.mark.parametrize("tree", [None, 7, [], {}, {"background": 5, "matte": "soft", "mirrored": 1, "zones": 3}])
def test_whatever_is_missing_or_damaged_gets_its_default(tree: object) -> None:
    assert from_json(tree) == TakeSettings()


def test_only_the_zones_of_the_source_count() -> None:
    zones = ZoneSettings((SourceZones("camera:0", "mine"), SourceZones("camera:1", "theirs")))
    settings = Settings(background=RED, mirror=MirrorSettings(preview=False, output=True), zones=zones)
    kept = take_settings(settings, "camera:0")
    assert (kept.background, kept.mirrored, kept.zones) == (RED, True, "mine")
    assert take_settings(settings, "camera:9").zones == ""


def test_they_turn_into_settings_for_a_composite() -> None:
    settings = CHOSEN.as_settings()
    assert take_settings(settings, SOURCE) == CHOSEN
    assert TakeSettings().as_settings().zones == ZoneSettings()


def test_changes_leave_alone_what_they_do_not_name() -> None:
    changed = TakeChanges(mirrored=False).applied_to(CHOSEN)
    assert changed == TakeSettings(RED, CHOSEN.matte, False, "zones")
    assert TakeChanges().applied_to(CHOSEN) == CHOSEN
    assert TakeChanges(zones="").applied_to(CHOSEN).zones == ""


@pytest.mark.parametrize("changes", [TakeChanges(), TakeChanges(background=RED), TakeChanges(mirrored=False, zones="")])
def test_changes_survive_the_way_through_json(changes: TakeChanges) -> None:
    tree = json.loads(json.dumps(changes.as_json()))
    assert changes_from_json(tree) == changes
    assert changes_from_json("odd") == TakeChanges()
