"""An export with the take's own settings equals the live composite."""
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.pipeline.background.opening import open_background
from app.pipeline.frame import Image
from app.pipeline.replay.recompose import Recomposer
from app.pipeline.takes.take_reader import iter_take
from app.pipeline.takes.take_settings import take_settings
from app.settings import BackgroundSettings, MirrorSettings, Settings, SourceZones, ZoneSettings
from app.zone_masks import pack
from sinet_core.matting.settings import MatteSettings
from tests.kept import GREEN, SOURCE, alone, live, noisy, write_take
from tests.room import marker_share, raw_frame

COUNT = 60
PAINTED = np.kron(np.array([[1, 0], [0, 2]], np.uint8), np.ones((9, 9), np.uint8)).astype(np.uint8)
ZONES = ZoneSettings((SourceZones(SOURCE, pack(PAINTED)),))
LOOKS = {
    "colour": Settings(background=GREEN),
    "blur": Settings(background=BackgroundSettings("blur", blur=60), matte=MatteSettings(0.6, 0.3, 0.8, 0)),
    "wrap, mirror": Settings(
        background=GREEN, matte=MatteSettings(light_wrap=0.6), mirror=MirrorSettings(output=True), zones=ZONES),
    "zones, blur": Settings(background=BackgroundSettings("blur", blur=60), zones=ZONES),
}


def stored(images: list[Image], folder: Path) -> list[Image]:
    """The frames as a take stores them, encoded and decoded."""
    plain = live(images, lambda _: Settings(background=GREEN))[1]
    return [frame.pixels for frame in iter_take(write_take(folder / "first.backdrop", plain))]


@pytest.mark.parametrize("look", LOOKS)
def test_a_take_with_its_own_settings_is_the_live_composite_pixel_for_pixel(tmp_path: Path, look: str) -> None:
    """Through motion, stillness, and settings that change in the middle."""
    seen = [noisy(index, moving=index < 15 or index > 55) for index in range(COUNT)]
    shown, kept = live(seen, lambda index: LOOKS[look] if index < 45 else LOOKS["colour"])
    assert {moment.verdict for moment in kept} == {"moved", "due", "still"}
    path = write_take(tmp_path / "second.backdrop", kept)
    with Recomposer(open_background) as recomposer:
        for frame, pixels, expected in zip(iter_take(path), seen, shown, strict=True):
            done = recomposer.composite(replace(frame, pixels=pixels), frame.settings)
            assert np.array_equal(done.image, expected), f"frame {frame.index}"


def test_a_take_with_other_settings_is_what_would_have_been_live(tmp_path: Path) -> None:
    seen = stored([raw_frame(index) for index in range(20)], tmp_path)
    path = write_take(tmp_path / "second.backdrop", live(seen, lambda _: LOOKS["colour"])[1])
    for settings in LOOKS.values():
        expected = live(seen, lambda _, chosen=settings: chosen)[0]  # type: ignore[misc]
        with Recomposer(open_background) as recomposer:
            for frame, pixels, image in zip(iter_take(path), seen, expected, strict=True):
                done = recomposer.composite(replace(frame, pixels=pixels), take_settings(settings, SOURCE))
                assert np.array_equal(done.image, image)


def test_where_nobody_was_looked_for_only_the_background_is_shown(tmp_path: Path) -> None:
    kept = live([raw_frame(index) for index in range(6)], lambda _: Settings(background=BackgroundSettings("blur")))[1]
    path = write_take(tmp_path / "a.backdrop", [kept[0], *map(alone, kept[1:])])
    for kind in ("blur", "color", "transparent"):
        chosen = replace(take_settings(Settings(), SOURCE), background=BackgroundSettings(kind, GREEN.value))  # type: ignore[arg-type]
        with Recomposer(open_background) as recomposer:
            images = [recomposer.composite(frame, chosen).image for frame in iter_take(path)]
        assert all(np.ptp(image.reshape(-1, image.shape[2]), axis=0).max() == 0 for image in images[1:])
        if kind == "transparent":
            assert images[1].shape[2] == 4
            assert images[1].max() == 0


def test_the_room_is_not_in_a_composite_of_the_take(tmp_path: Path) -> None:
    path = write_take(tmp_path / "a.backdrop", live([raw_frame(i) for i in range(20)], lambda _: LOOKS["colour"])[1])
    with Recomposer(open_background) as recomposer:
        assert max(marker_share(recomposer.composite(frame, frame.settings).image) for frame in iter_take(path)) == 0
