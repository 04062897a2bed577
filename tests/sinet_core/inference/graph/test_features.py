from __future__ import annotations

import numpy as np
import pytest

from sinet_core.inference.graph.features import PANEL, Memory, arrange, new_feature, plane_of


def test_planes_are_whole_panels_and_begin_in_other_lines_of_the_cache() -> None:
    for pixels in (1, 16, 35, 640, 2560, 49):
        plane = plane_of(pixels)
        assert plane >= pixels
        assert plane % PANEL == 0
        assert plane // PANEL % 2 == 1


def test_a_part_is_the_channels_that_were_asked_for() -> None:
    whole = new_feature(8, 4, 8, 0)
    part = whole.part(2, 3)
    assert (part.start, part.channels, part.memory) == (2 * whole.plane, 3, whole.memory)
    assert part.part(1, 1).start == 3 * whole.plane
    for first, channels in ((6, 3), (-1, 2), (0, 0)):
        with pytest.raises(ValueError, match="no channels"):
            whole.part(first, channels)


def test_what_is_needed_at_the_same_time_never_shares_memory() -> None:
    rng = np.random.default_rng(3)
    for _ in range(50):
        memories = []
        for first in range(30):
            memories.append(Memory(int(rng.integers(1, 9)) * PANEL, first, first + int(rng.integers(0, 9))))
        total = arrange(memories)
        for one in memories:
            assert one.offset + one.floats <= total
            for other in memories:
                together = one is not other and one.first <= other.last and other.first <= one.last
                apart = one.offset + one.floats <= other.offset or other.offset + other.floats <= one.offset
                assert apart or not together
        assert total < sum(memory.floats for memory in memories)
