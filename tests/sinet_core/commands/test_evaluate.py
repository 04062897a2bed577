from __future__ import annotations

import json
from pathlib import Path

import pytest

from sinet_core.__main__ import main
from sinet_core.inference.segmenter import open_segmenter
from tests.sinet_core.training.pictures import write_pictures


def test_evaluate_prints_one_json_object_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pictures(tmp_path, 3)
    assert main(["evaluate", "--data", str(tmp_path / "discs"), "--json"]) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    wanted = "images size miou foreground_iou boundary_f1 per_image_iou parameters macs engine"
    assert set(wanted.split()) <= set(result)
    assert (result["images"], result["size"], result["engine"]) == (3, "224x224", open_segmenter().name)
    assert main(["evaluate", "--rooms", str(tmp_path / "rooms"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["images"] == 3
