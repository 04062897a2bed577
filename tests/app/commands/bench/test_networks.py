from __future__ import annotations

from pathlib import Path

import pytest

from app.commands.bench.networks import peer_files, time_in_turns
from app.errors import AppError
from tests.shared import SHARED

PEERS = SHARED / "peers"


def test_things_take_turns() -> None:
    calls: list[str] = []
    figures = time_in_turns({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 4)
    assert "".join(calls) == "ab" * 7  # three warm-up rounds
    assert set(figures) == {"a", "b"}
    assert 0 <= figures["a"]["min_ms"] <= figures["a"]["median_ms"]


def test_peers_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("onnxruntime")
    if not PEERS.is_dir():
        pytest.skip("needs the peers' networks beside the project")
    from app.commands.bench.networks import measure_networks

    _, peers = measure_networks(1, peer_files(PEERS), say=lambda _: None)
    assert set(peers) >= {path.stem for path in PEERS.glob("*.onnx")}
    assert all(figures["median_ms"] > 0 for figures in peers.values())


def test_a_damaged_peer_is_left_out_and_named(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    from app.commands.bench.networks import measure_networks

    (tmp_path / "broken.onnx").write_bytes(b"nothing")
    said: list[str] = []
    _, peers = measure_networks(1, peer_files(tmp_path), say=said.append)
    assert peers == {}
    assert any("broken.onnx is skipped" in line for line in said)


def test_a_folder_without_networks_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(AppError):
            peer_files(folder)
