from __future__ import annotations

import gc
import weakref

from av.video.frame import VideoFrame

from app.pipeline.demo import demo_path
from app.pipeline.video_decoder import VideoDecoder
from tests.leaks import left_over, native_threads

FRAMES_IN_FLIGHT = 8  # between the codec and the one who reads


def test_what_is_closed_and_let_go_of_is_gone_at_once() -> None:
    """A codec's threads and pictures, 10 MB at 720p, must not wait for the collector of cycles."""
    gc.collect()
    gc.disable()
    try:
        with VideoDecoder(str(demo_path())) as decoder:
            next(decoder)
        kept = weakref.ref(decoder)
        del decoder
        assert kept() is None
    finally:
        gc.enable()


def test_a_closed_one_ends() -> None:
    decoder = VideoDecoder(str(demo_path()))
    next(decoder)
    decoder.close()
    decoder.close()
    assert next(decoder, None) is None


def test_decoded_frames_need_no_collector() -> None:
    """Each picture has buffers and a scaler with threads: in a cycle they would wait for the collector."""
    gc.collect()
    gc.disable()
    try:
        with VideoDecoder(str(demo_path()), at_pace=True) as decoder:
            next(decoder)
            threads, count = native_threads(), 1
            while count < 300 and next(decoder, None) is not None:
                count += 1
            assert count > 200
            assert left_over(VideoFrame) <= FRAMES_IN_FLIGHT
            assert native_threads() <= threads
    finally:
        gc.enable()
