from __future__ import annotations

import logging
from pathlib import Path

import pytest

from sinet_core.inference.engines.compiled_cache import CompiledCache


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "weights.onnx"
    path.write_bytes(b"some weights")
    return path


def test_gives_back_what_was_stored_of_this_variant(tmp_path: Path, weights: Path) -> None:
    cache = CompiledCache(tmp_path / "cache", weights, "compiler 1")
    assert cache.load("160x256-1") is None
    cache.store("160x256-1", b"compiled")
    cache.store("128x224-1", b"smaller")
    assert cache.load("160x256-1") == b"compiled"
    assert cache.load("128x224-1") == b"smaller"


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, weights: Path) -> None:
    cache = CompiledCache(tmp_path, weights, "compiler 1")
    cache.store("a", b"compiled")
    (path,) = tmp_path.glob("*.blob")
    for content in (b"", path.read_bytes()[:-1], b"x" + path.read_bytes()[1:]):
        path.write_bytes(content)
        assert cache.load("a") is None


def test_other_weights_or_another_compiler_find_nothing_and_clear_up(tmp_path: Path, weights: Path) -> None:
    (tmp_path / "1234567.blob").write_bytes(b"of an earlier version")
    old = CompiledCache(tmp_path, weights, "compiler 1")
    old.store("a", b"compiled")
    new = CompiledCache(tmp_path, weights, "compiler 2")
    assert new.load("a") is None
    new.store("a", b"anew")
    assert old.load("a") is None
    weights.write_bytes(b"other weights")
    assert CompiledCache(tmp_path, weights, "compiler 2").load("a") is None
    assert len(list(tmp_path.glob("*.blob"))) == 1


def test_a_folder_that_cannot_be_written_is_reported_in_the_log(
    tmp_path: Path, weights: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = CompiledCache(tmp_path / "file" / "cache", weights, "compiler 1")
    with caplog.at_level(logging.WARNING):
        cache.store("a", b"compiled")
    assert "cannot write the network cache" in caplog.text
    assert cache.load("a") is None
