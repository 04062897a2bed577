import cv2
import numpy as np
import pytest

from app.pipeline.frame import Frame
from app.pipeline.process.matted_frame import HeldAlpha, MattedFrame, mirrored_frame
from app.settings import Settings, ZoneSettings
from app.zone_masks import pack, with_mask
from sinet_core.matting.zones import DROP
from tests.room import SIZE, raw_frame

SOURCE = "camera:fake"
ALPHA = np.tile(np.linspace(0, 255, SIZE[0]).astype(np.uint8), (SIZE[1], 1))
FRAME = Frame(raw_frame(3), 1.5, 7)


def zones() -> ZoneSettings:
    """The left half is never the person."""
    mask = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    mask[:, : SIZE[0] // 2] = DROP
    return with_mask(Settings().zones, SOURCE, pack(mask))


@pytest.fixture(params=[False, True], ids=["computed", "held"])
def matted(request: pytest.FixtureRequest) -> MattedFrame:
    held = HeldAlpha(FRAME.image, ALPHA) if request.param else None
    return MattedFrame(FRAME, ALPHA, held)


def test_mirroring_turns_frame_and_alpha_together(matted: MattedFrame) -> None:
    mirrored = matted.mirrored()
    assert np.array_equal(mirrored.frame.image, cv2.flip(FRAME.image, 1))
    assert np.array_equal(mirrored.alpha, cv2.flip(ALPHA, 1))
    assert (mirrored.frame.time, mirrored.frame.index) == (1.5, 7)
    assert np.array_equal(matted.frame.image, FRAME.image)


def test_zones_change_the_alpha_of_their_source_only(matted: MattedFrame) -> None:
    zoned = matted.zoned(zones(), SOURCE)
    assert zoned.alpha[90, 20] == 0
    assert zoned.alpha[90, 300] == ALPHA[90, 300]
    assert np.array_equal(matted.zoned(zones(), "another").alpha, ALPHA)
    assert np.array_equal(matted.alpha, ALPHA)


def test_what_is_held_is_made_once() -> None:
    held = HeldAlpha(FRAME.image, ALPHA)
    assert held.mirrored is held.mirrored
    assert held.plan is held.plan
    mask = pack(np.full((SIZE[1], SIZE[0]), DROP, np.uint8))
    assert held.zoned(mask) is held.zoned(mask)
    other = pack(np.zeros((SIZE[1], SIZE[0]), np.uint8) + 1)
    assert held.zoned(other) is not held.zoned(mask)


def test_a_mirrored_frame_can_be_published() -> None:
    mirrored = mirrored_frame(FRAME)
    assert not mirrored.image.flags.writeable
    assert np.array_equal(mirrored_frame(mirrored).image, FRAME.image)
