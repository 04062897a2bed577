from itertools import pairwise

import pytest

from sinet_core.inference.input_sizes import (
    BEST_SIZES,
    SECOND_SIZES,
    SIZES,
    Effort,
    best_sizes,
    network_size,
    second_size,
)
from sinet_core.inference.segmenter import STRIDE


@pytest.mark.parametrize(
    ("frame", "effort", "size"),
    [
        ((1280, 720), "full", (160, 256)),
        ((1280, 720), "fine", (192, 320)),
        ((1280, 720), "finest", (224, 384)),
        ((1920, 1080), "light", (128, 224)),
        ((3440, 1440), "least", (96, 160)),
        ((640, 480), "full", (160, 224)),
        ((640, 480), "fine", (192, 256)),
        ((1080, 1080), "full", (160, 224)),
        ((480, 640), "full", (192, 192)),
        ((480, 640), "finest", (224, 224)),
        ((720, 1280), "full", (192, 192)),
        ((1080, 1920), "light", (160, 160)),
        ((0, 0), "full", (160, 256)),
    ],
)
def test_the_input_follows_the_frames_aspect_and_upright_frames_get_squares(
    frame: tuple[int, int], effort: Effort, size: tuple[int, int]
) -> None:
    assert network_size(frame, effort) == size


@pytest.mark.parametrize("frame", [(1280, 720), (640, 480), (720, 1280), (0, 0)])
def test_files_of_the_best_quality_are_seen_at_two_sizes_of_one_aspect(frame: tuple[int, int]) -> None:
    best = best_sizes(frame)
    small, large = best.small, best.large
    height, width = network_size(frame, "fine")
    assert all(size[1] / size[0] == pytest.approx(width / height, rel=0.08) for size in (small, large))
    assert small[0] < network_size(frame, "fine")[0] + 1 < large[0]
    assert all(side % STRIDE == 0 for best in BEST_SIZES.values() for size in (best.small, best.large) for side in size)


def test_every_size_can_be_run_and_every_effort_costs_less_than_the_one_before() -> None:
    for aspect, sizes in SIZES.items():
        assert list(sizes) == ["finest", "fine", "full", "light", "least"]
        finest, *areas = [height * width for height, width in sizes.values()]
        second = SECOND_SIZES[aspect]
        areas = [finest + second[0] * second[1], *areas]
        assert all(more > less for more, less in pairwise(areas))
        assert all(side % STRIDE == 0 for size in (*sizes.values(), second) for side in size)


@pytest.mark.parametrize(
    ("frame", "size"), [((1280, 720), (160, 256)), ((640, 480), (192, 256)), ((720, 1280), (224, 224))]
)
def test_only_the_finest_looks_twice(frame: tuple[int, int], size: tuple[int, int]) -> None:
    assert second_size(frame, "finest") == size
    assert [second_size(frame, effort) for effort in ("fine", "full", "light", "least")] == [None] * 4


def test_a_negative_side_is_refused() -> None:
    with pytest.raises(ValueError, match="-1x5"):
        network_size((-1, 5))
