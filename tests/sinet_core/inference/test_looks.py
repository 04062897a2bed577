from itertools import pairwise

import pytest

from sinet_core.inference.looks import (
    BEST_SIZES,
    LOOKS,
    Effort,
    Look,
    best_sizes,
    looks_at,
)
from sinet_core.inference.segmenter import STRIDE, shipped_weights


@pytest.mark.parametrize(
    ("frame", "effort", "size"),
    [
        ((1280, 720), "full", (160, 256)),
        ((1280, 720), "fine", (192, 320)),
        ((1280, 720), "finest", (224, 384)),
        ((1280, 720), "best", (224, 384)),
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
    assert looks_at(frame, effort)[0].size == size


@pytest.mark.parametrize("frame", [(1280, 720), (640, 480), (720, 1280), (0, 0)])
def test_files_of_the_best_quality_are_seen_at_two_sizes_of_one_aspect(frame: tuple[int, int]) -> None:
    best = best_sizes(frame)
    small, large = best.small, best.large
    height, width = looks_at(frame, "fine")[0].size
    assert all(size[1] / size[0] == pytest.approx(width / height, rel=0.08) for size in (small, large))
    assert small[0] < height + 1 < large[0]
    assert all(side % STRIDE == 0 for best in BEST_SIZES.values() for size in (best.small, best.large) for side in size)


def test_every_size_can_be_run_and_every_effort_costs_less_than_the_one_before() -> None:
    for efforts in LOOKS.values():
        assert list(efforts) == ["best", "finest", "fine", "full", "light", "least"]
        assert all(_work(more) > _work(less) for more, less in pairwise(efforts.values()))
        assert all(side % STRIDE == 0 for looks in efforts.values() for look in looks for side in look.size)


def test_there_are_two_looks_at_most_and_only_where_there_is_room() -> None:
    for efforts in LOOKS.values():
        assert [len(looks) for looks in efforts.values()] == [2, 2, 1, 1, 1, 1]


def test_machines_without_room_never_run_the_wide_network() -> None:
    for efforts in LOOKS.values():
        wide = [effort for effort, looks in efforts.items() if any(look.network != "sinet" for look in looks)]
        assert wide == ["best"]


def test_every_network_that_is_named_ships() -> None:
    for look in {look for efforts in LOOKS.values() for looks in efforts.values() for look in looks}:
        assert shipped_weights(look.network).is_file()
        assert shipped_weights(look.network, "torch").suffix == ".pt"
        assert shipped_weights(look.network, "torch").is_file()


def test_a_negative_side_is_refused() -> None:
    with pytest.raises(ValueError, match="-1x5"):
        looks_at((-1, 5))


def _work(looks: tuple[Look, ...]) -> float:
    return sum(look.size[0] * look.size[1] * (2 if look.network == "sinet-wide" else 1) for look in looks)
