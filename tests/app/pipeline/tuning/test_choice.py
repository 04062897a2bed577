import gc
import threading
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from app.errors import AppError
from app.pipeline.tuning.choice import REINSTALL, EngineChoice, FileQuality, load_for_file, load_segmenter, open_choice
from app.settings import EngineSettings
from sinet_core.errors import WeightsError
from sinet_core.inference.engines.auto import fallback
from sinet_core.inference.looks import Effort, Look, looks_at
from sinet_core.inference.mean_of_networks import MeanSegmenter
from sinet_core.inference.segmenter import WEIGHTS, open_segmenter
from sinet_core.inference.two_looks import TwoLooks
from sinet_core.kernels.door import native_variant

WAIT_S = 20.0


def test_the_shipped_network_loads() -> None:
    assert load_segmenter(EngineSettings()).name == (fallback() if native_variant() is None else "native")


def test_without_kernels_openvino_is_the_engine_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinet_core.inference.engines.auto.native_variant", lambda: None)
    assert load_segmenter(EngineSettings()).name == fallback()


def test_without_kernels_and_openvino_opencv_is_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinet_core.inference.engines.auto.native_variant", lambda: None)
    monkeypatch.setattr("sinet_core.inference.engines.auto.find_spec", lambda name: None)
    segmenter = load_segmenter(EngineSettings())
    assert segmenter.name == "opencv"
    image = np.random.default_rng(0).integers(0, 255, (90, 160, 3), dtype=np.uint8)
    assert segmenter.alpha(image).shape == segmenter.size


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(AppError) as caught:
        load_segmenter(EngineSettings("abacus"))
    assert "openvino" in caught.value.hint


def test_the_best_quality_of_a_file_is_the_mean_of_two_sizes_whatever_the_window_has() -> None:
    settings = EngineSettings(effort="least")
    live, best = (load_for_file(settings, quality, (1280, 720)) for quality in ("live", "best"))
    assert (live.size, best.size) == ((96, 160), (256, 448))
    image = np.random.default_rng(0).integers(0, 255, (72, 128, 3), np.uint8)
    one = open_choice(EngineChoice(looks=(Look((256, 448), "sinet-wide"),)))
    large = MeanSegmenter(one, one).alpha(image)
    assert best.alpha(image).shape == large.shape
    assert not np.allclose(best.alpha(image), large, atol=1e-3), "the smaller size counts as well"


def test_damaged_weights_have_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sinet-wide.onnx").write_bytes(b"damaged")
    monkeypatch.setattr("sinet_core.inference.segmenter.WEIGHTS", tmp_path)
    with pytest.raises(AppError) as caught:
        load_segmenter(EngineSettings())
    assert caught.value.hint == REINSTALL
    assert caught.value.exit_status == 2


@pytest.mark.parametrize(
    ("error", "title", "hint"),
    [
        (WeightsError("The weights are of another network", "Choose ours."), "of another network", "Choose ours."),
        (WeightsError("The weights are damaged"), "damaged", "Reinstall Backdrop"),
        (ValueError("engine must be one of"), "no engine 'torch'", "Use auto"),
        (ModuleNotFoundError("No module named 'torch'", name="torch"), "'torch' is not installed", "(torch)"),
    ],
)
def test_engine_errors_are_reported_alike_to_the_window_and_to_files(
    monkeypatch: pytest.MonkeyPatch, error: Exception, title: str, hint: str
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr("app.pipeline.tuning.choice.open_segmenter", refuse)
    with pytest.raises(AppError, match=title) as for_the_window:
        open_choice(EngineChoice("torch"))
    assert hint in for_the_window.value.hint
    with pytest.raises(AppError, match=title) as for_files:
        load_segmenter(EngineSettings("torch"))
    assert for_files.value.hint == for_the_window.value.hint


def test_the_best_looks_twice_and_files_that_leave_it_to_us_have_it() -> None:
    best, auto, fine = (load_segmenter(EngineSettings(effort=effort)) for effort in ("best", "auto", "fine"))
    assert isinstance(best, TwoLooks)
    assert not isinstance(fine, TwoLooks)
    assert (best.size, fine.size) == ((224, 384), (192, 320))
    image = np.random.default_rng(0).integers(0, 255, (72, 128, 3), np.uint8)
    alone = open_choice(EngineChoice(looks=(Look((224, 384), "sinet-wide"),))).alpha(image)
    assert not np.allclose(best.alpha(image), alone, atol=1e-3), "the second look counts as well"
    assert np.array_equal(auto.alpha(image), best.alpha(image))


@pytest.mark.parametrize("effort", ["best", "finest", "fine"])
def test_each_look_has_its_own_network(effort: Effort) -> None:
    """The alpha is the mean of what each network says alone, whichever networks the effort names."""
    image = np.random.default_rng(0).integers(0, 255, (720, 1280, 3), np.uint8)
    looks = looks_at((1280, 720), effort)
    alone = [open_segmenter("auto", WEIGHTS / f"{look.network}.onnx", size=look.size) for look in looks]
    wanted = TwoLooks(alone[0], alone[1]) if alone[1:] else alone[0]
    assert np.array_equal(load_segmenter(EngineSettings(effort=effort)).alpha(image), wanted.alpha(image))


@pytest.mark.parametrize("quality", ["live", "best"])
def test_looks_side_by_side_say_the_same_and_leave_no_thread_behind(
    quality: FileQuality, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = np.random.default_rng(0).integers(0, 255, (720, 1280, 3), np.uint8)
    alphas = []
    for cores in (1, 2):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        segmenter = load_for_file(EngineSettings(), quality, (1280, 720))
        alphas.append(segmenter.alpha(image))
        assert (len(_second_looks()) == 1) == (cores == 2)
    assert np.array_equal(alphas[0], alphas[1])
    del segmenter
    gc.collect()
    for thread in _second_looks():
        thread.join(WAIT_S)
    assert not _second_looks()


def _second_looks() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("second-look")]
