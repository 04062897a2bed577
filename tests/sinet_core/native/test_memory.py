from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from sinet_core.native.memory import LINE_BYTES, MOST_BLOCKS, new_array, scratch_of

SIZE = (300, 400)


def test_memory_is_used_again_once_nobody_holds_it() -> None:
    address = (first := new_array(SIZE, np.float32)).ctypes.data
    del first
    assert new_array(SIZE, np.float32).ctypes.data == address


def test_an_array_that_is_held_keeps_its_memory_and_so_does_a_view_of_it() -> None:
    for held in (lambda array: array, lambda array: array[3:, ::2], lambda array: array.reshape(-1).view(np.uint8)[5:9]):
        array = new_array(SIZE, np.float32)
        array[:] = 7
        kept, address = held(array), array.ctypes.data
        before = kept.copy()
        del array
        others = [new_array(SIZE, np.float32) for _ in range(2 * MOST_BLOCKS)]
        for other in others:
            other[:] = 1
        assert all(other.ctypes.data != address for other in others)
        assert np.array_equal(kept, before)
        assert len({other.ctypes.data for other in others}) == len(others)


def test_every_array_is_what_was_asked_for() -> None:
    for shape in (SIZE, (3,), (0, 4), (70000,), (90, 160, 4)):
        for dtype in (np.float32, np.uint8):
            array = new_array(shape, dtype)
            assert array.shape == shape
            assert array.dtype == dtype
            assert array.flags.c_contiguous
            assert array.flags.writeable


def test_pieces_of_scratch_begin_with_cache_lines_and_do_not_overlap() -> None:
    for counts in ((1,), (5, 16, 17, 1000), (100000, 3)):
        starts = scratch_of(*counts)
        assert all(start % LINE_BYTES == 0 for start in starts)
        for start, count, following in zip(starts, counts, starts[1:], strict=False):
            assert start + 4 * count <= following


def test_threads_have_memory_of_their_own() -> None:
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(lambda: (scratch_of(100), new_array(SIZE, np.uint8))).result()
        own = scratch_of(100), new_array(SIZE, np.uint8)
        assert other[0] != own[0]
        assert other[1].ctypes.data != own[1].ctypes.data
