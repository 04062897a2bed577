from __future__ import annotations

import sys

import pytest

from sinet_core.errors import WeightsError
from sinet_core.inference.segmenter import ENGINES, open_segmenter


@pytest.mark.parametrize("asked", ["opencv", "auto"])
def test_an_engine_that_a_package_leaves_out_is_named(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setitem(sys.modules, ENGINES["opencv"], None)
    monkeypatch.setattr("sinet_core.inference.engines.auto.native_variant", lambda: None)
    monkeypatch.setattr("sinet_core.inference.engines.auto.find_spec", lambda name: None)
    with pytest.raises(WeightsError, match="comes without the engine 'opencv'") as caught:
        open_segmenter(asked)
    assert "pip" in caught.value.hint


def test_an_engine_whose_package_is_missing_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(WeightsError, match="openvino"):
        open_segmenter("openvino")
