from __future__ import annotations

import cv2
import numpy as np
import pytest

from sinet_core.benchmark.actor import Actor, make_actor, over, premultiplied
from sinet_core.benchmark.cutouts import Cutout
from sinet_core.benchmark.motion import Pose
from tests.sinet_core.scenes import person_alpha

SIZE = (160, 96)


@pytest.fixture(scope="module")
def actor() -> Actor:
    image = np.full((240, 320, 3), (40, 60, 200), np.uint8)
    return make_actor(Cutout("a", image, person_alpha((320, 240))), SIZE, 0.8, 1)


def shape_of(actor: Actor, pose: Pose) -> tuple[int, int, int, int]:
    """left, top, width, height px."""
    x, y, width, height = cv2.boundingRect((actor.render(pose)[..., 3] > 127).astype(np.uint8))
    return x, y, width, height


def test_at_rest_the_person_sits_in_the_middle_at_their_size(actor: Actor) -> None:
    left, top, width, height = shape_of(actor, Pose())
    assert left + width / 2 == pytest.approx(80, abs=2)
    assert height == pytest.approx(0.8 * 96, abs=2)
    assert top + height == 96


def test_poses_do_what_they_say(actor: Actor) -> None:
    left, top, width, _ = shape_of(actor, Pose())
    assert shape_of(actor, Pose(x=0.25))[0] == pytest.approx(left + 24, abs=1)
    assert shape_of(actor, Pose(y=0.1))[1] == pytest.approx(top + 9.6, abs=1.5)
    assert shape_of(actor, Pose(zoom=1.2))[2] > 1.1 * width
    assert shape_of(actor, Pose(turn=1))[2] < 0.8 * width
    assert shape_of(actor, Pose(nod=0.1))[1] == pytest.approx(top + 9.6, abs=1.5)


@pytest.mark.parametrize("pose", [Pose(lean=12), Pose(tilt=25)])
def test_leaning_and_tilting_go_clockwise(actor: Actor, pose: Pose) -> None:
    def middle_of_head(pose: Pose) -> float:
        head = actor.render(pose)[24:36, :, 3].astype(float)
        return float((head.sum(axis=0) * np.arange(160)).sum() / head.sum())

    assert middle_of_head(pose) > middle_of_head(Pose()) + 4


def test_no_body_ends_in_the_air(actor: Actor) -> None:
    assert actor.render(Pose(y=-0.1))[-1, 80, 3] == 255


def test_a_hand_covers_what_is_behind_it(actor: Actor) -> None:
    down, up = actor.render(Pose())[..., 3], actor.render(Pose(hand=1))[..., 3]
    assert (up >= down).all()
    assert up.astype(int).sum() > 1.05 * down.astype(int).sum()


def test_layers_stay_premultiplied(actor: Actor) -> None:
    layer = actor.render(Pose(lean=5, hand=1))
    assert (layer[..., :3].max(axis=2).astype(int) <= layer[..., 3].astype(int) + 1).all()


def test_over_is_the_usual_mixture() -> None:
    front = premultiplied(np.full((1, 1, 3), 200, np.uint8), np.full((1, 1), 0.5, np.float32))
    back = premultiplied(np.full((1, 1, 3), 100, np.uint8), np.ones((1, 1), np.float32))
    assert over(front, back)[0, 0].tolist() == pytest.approx([150, 150, 150, 255], abs=1)
