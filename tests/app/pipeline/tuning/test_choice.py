from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.tuning.choice import choice_of, load_segmenter, open_choice
from app.settings import EngineSettings
from sinet_core.kernels.door import native_variant


def test_the_shipped_network_loads() -> None:
    assert load_segmenter(EngineSettings()).name == ("openvino" if native_variant() is None else "native")


def test_without_kernels_openvino_is_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinet_core.inference.engines.auto.native_variant", lambda: None)
    assert load_segmenter(EngineSettings()).name == "openvino"


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(AppError) as caught:
        load_segmenter(EngineSettings("abacus"))
    assert "openvino" in caught.value.hint


def test_files_get_the_wide_network_unless_another_is_chosen() -> None:
    wide, fine = (choice_of(EngineSettings(effort=effort), (1280, 720)) for effort in ("auto", "fine"))
    assert (wide.weights, wide.size) == ("sinet_wide", (192, 320))
    assert (fine.weights, fine.size) == ("sinet", (192, 320))
    image = np.random.default_rng(0).integers(0, 255, (192, 320, 3), np.uint8)
    found = [open_choice(choice).alpha(image) for choice in (wide, fine)]
    assert found[0].shape == found[1].shape
    assert not np.array_equal(found[0], found[1])


@pytest.mark.parametrize(("effort", "name"), [("auto", "sinet_wide"), ("light", "sinet")])
def test_damaged_weights_have_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, effort: Literal["auto", "light"], name: str
) -> None:
    (tmp_path / f"{name}.onnx").write_bytes(b"damaged")
    monkeypatch.setattr("app.pipeline.tuning.choice.weights_folder", lambda: tmp_path)
    with pytest.raises(AppError) as caught:
        load_segmenter(EngineSettings(effort=effort))
    assert caught.value.hint
    assert caught.value.exit_status == 2
