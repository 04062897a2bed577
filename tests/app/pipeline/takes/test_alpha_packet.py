import cv2
import numpy as np
import pytest

from app.pipeline.takes.alpha_packet import pack_alpha, unpack_alpha


@pytest.mark.parametrize("changes", [{}, {"verdict": "due", "settings": {"zones": "x" * 70_000, "name": "Zoë"}}])
def test_an_alpha_comes_back_with_what_changed(changes: dict[str, object]) -> None:
    alpha = np.random.default_rng(0).integers(0, 256, (90, 161), dtype=np.uint8)
    data = pack_alpha(alpha, changes)
    back, told = unpack_alpha(data)
    assert np.array_equal(back, alpha)
    assert told == changes
    seen = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED))
    assert np.array_equal(seen, alpha), "a PNG to others"


@pytest.mark.parametrize("data", [b"", b"no picture", pack_alpha(np.zeros((9, 9), np.uint8), {})[:40]])
def test_a_damaged_packet_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpack_alpha(data)
