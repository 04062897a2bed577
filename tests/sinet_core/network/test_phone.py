from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from sinet_core.__main__ import main
from sinet_core.inference.engines.torch import TorchSegmenter
from sinet_core.inference.segmenter import WEIGHTS
from sinet_core.network.build import load_checkpoint
from sinet_core.network.phone import phone_network
from tests.sinet_core.network.networks import lively_checkpoint
from tests.sinet_core.network.pictures import SIZE, picture


@pytest.mark.parametrize("order", ["rgb", "bgr"])
def test_it_answers_as_the_reference_engine(order: Any) -> None:
    """Except at the outermost pixels; see merge.PhasesDecoder."""
    checkpoint = load_checkpoint(WEIGHTS / "sinet.pt")
    image = np.ascontiguousarray(picture(SIZE)[0].transpose(1, 2, 0)[..., ::-1].astype(np.uint8))
    shown = image[..., ::-1] if order == "rgb" else image
    with torch.inference_mode():
        taken = torch.from_numpy(np.ascontiguousarray(shown.transpose(2, 0, 1)[None], np.float32))
        alpha = phone_network(checkpoint, order)(taken).numpy()[0, 0]
    reference = TorchSegmenter(checkpoint, SIZE).alpha(image)
    np.testing.assert_allclose(alpha[2:-2, 2:-2], reference[2:-2, 2:-2], atol=1e-4)


def test_only_what_the_app_ships_goes_to_a_phone() -> None:
    with pytest.raises(ValueError, match="information blocking"):
        phone_network(lively_checkpoint(gate="removed"))


def test_export_for_a_phone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "phone" / "sinet.onnx"
    assert main(["export", "--format", "onnx", "--size", "64x96", "-o", str(out)]) == 0
    assert f"{out.stat().st_size:,} bytes" in capsys.readouterr().out
    assert main(["export", "--format", "ncnn", "-o", str(out)]) == 2
    assert "does not end in .param" in capsys.readouterr().err
