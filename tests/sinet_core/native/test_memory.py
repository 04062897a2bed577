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
    views = (lambda array: array, lambda array: array[3:, ::2], lambda array: array.reshape(-1).view(np.uint8)[5:9])
    for held in views:
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
        held, starts = scratch_of(*counts)
        ends = [start + 4 * count for start, count in zip(starts, counts, strict=True)]
        assert all(start % LINE_BYTES == 0 for start in starts)
        assert all(end <= following for end, following in zip(ends, starts[1:], strict=False))
        assert held.ctypes.data <= starts[0]
        assert ends[-1] <= held.ctypes.data + held.nbytes


def test_threads_never_get_the_same_memory() -> None:
    def work(number: int) -> bool:
        kept = []
        for step in range(300):
            array = new_array(SIZE, np.uint8)
            array[:] = number * 16 + step % 16
            kept = [*kept[-2:], (array, number * 16 + step % 16)]
            if any((held[::50, ::50] != value).any() for held, value in kept):
                return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(4)))
