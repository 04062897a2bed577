from __future__ import annotations

from itertools import pairwise

from sinet_core.kernels.native.library import start_of
from sinet_core.kernels.native.scratch import LINE, carved, carved_floats


def test_parts_begin_with_lines_of_the_cache_and_do_not_overlap() -> None:
    sizes = (1, 64, 65, 0, 1000, 7)
    block, parts = carved(*sizes)
    first, end = start_of(block), start_of(block) + block.size
    assert len(parts) == len(sizes)
    assert all(part % LINE == 0 for part in parts)
    assert all(next_ >= part + size for (part, next_), size in zip(pairwise(parts), sizes, strict=False))
    assert first <= parts[0]
    assert parts[-1] + sizes[-1] <= end


def test_floats_take_four_bytes() -> None:
    block, parts = carved_floats(16, 1)
    assert parts[1] - parts[0] == 64
    assert block.size >= 64 + 4
