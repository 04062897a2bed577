from __future__ import annotations

import gc
import weakref

from app.pipeline.bundled import demo_path
from app.pipeline.decode.decoder import VideoDecoder


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
