from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sinet_core.inference.preprocess import resize_for_network
from sinet_core.pyramid import enough_for, sizes_of

pytestmark = pytest.mark.usefixtures("both_paths")

FRAMES = [(720, 1280), (1080, 1920), (480, 854), (1280, 720), (719, 1283), (768, 1366), (270, 1920), (5, 7)]


@pytest.mark.parametrize("frame_size", FRAMES)
@pytest.mark.parametrize("network", [(160, 256), (192, 320), (96, 160), (224, 224), (288, 512)])
def test_a_network_sees_the_same_of_what_is_shrunk_already(
    frame_size: tuple[int, int], network: tuple[int, int]
) -> None:
    frame = np.random.default_rng(0).integers(0, 255, (*frame_size, 3), np.uint8)
    enough = enough_for(network, sizes_of(frame), frame)
    assert np.array_equal(resize_for_network(enough, network), resize_for_network(frame, network))


def test_a_frame_of_720_lines_is_halved_once_for_both() -> None:
    frame = np.zeros((720, 1280, 3), np.uint8)
    sizes = sizes_of(frame)
    assert enough_for((160, 256), sizes, frame) is sizes.half
    assert enough_for((192, 320), sizes, frame) is sizes.fine
    assert enough_for((192, 320), replace(sizes, half=None), frame) is sizes.fine
    assert enough_for((384, 320), sizes, frame) is frame
