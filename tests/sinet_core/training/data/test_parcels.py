from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sinet_core.__main__ import main
from sinet_core.errors import DataError
from sinet_core.network.build import load_checkpoint
from sinet_core.network.config import TRAINABLE
from sinet_core.training.data.cache import Cache, Record, finished_cache
from sinet_core.training.data.parcels import pack_cache, unpack_cache
from tests.sinet_core.training.pictures import tiny_recipe

PART_BYTES = 100_000


def by_name(cache: Cache) -> dict[tuple[str, str], Record]:
    return {(record.data, record.name): record for record in [*cache.records, *cache.held_out]}


def test_a_cache_comes_back_from_its_parts(cache: Path, tmp_path: Path) -> None:
    parts = pack_cache(cache, tmp_path / "parts", PART_BYTES)
    assert len(parts) > 3
    assert max(part.stat().st_size for part in parts) <= PART_BYTES
    count = unpack_cache(reversed(parts), tmp_path / "again")
    old, new = Cache(cache), finished_cache(tiny_recipe(), tmp_path / "again")
    assert count == len(by_name(old)) == len(by_name(new))
    assert [record.name for record in new.held_out] == [record.name for record in old.held_out]
    for key, record in by_name(old).items():
        other = by_name(new)[key]
        assert replace(other, offset=record.offset) == record
        (image, alpha), (again, alpha_again) = old.read(record), new.read(other)
        assert np.array_equal(alpha, alpha_again)
        assert np.abs(image.astype(int) - again).mean() < 16  # the rooms are noise, the worst case for JPEG


@pytest.mark.parametrize("spoil", [
    lambda parts: parts[-1].unlink(),
    lambda parts: parts[1].unlink(),
    lambda parts: parts[1].write_bytes(parts[1].read_bytes()[:20_000]),
    lambda parts: parts[1].write_bytes(b"no archive"),
])
def test_a_missing_or_damaged_part_leaves_no_cache(
    cache: Path, tmp_path: Path, spoil: Callable[[list[Path]], object]
) -> None:
    parts = pack_cache(cache, tmp_path / "parts", PART_BYTES)
    spoil(parts)
    with pytest.raises(DataError, match=r"[Pp]art"):
        unpack_cache([part for part in parts if part.is_file()], tmp_path / "again")
    with pytest.raises(DataError, match="no finished cache"):
        finished_cache(tiny_recipe(), tmp_path / "again")


def test_parts_that_cannot_hold_a_picture_are_refused(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot hold"):
        pack_cache(cache, tmp_path / "parts", 12_000)


def test_a_cache_of_another_recipe_is_refused(cache: Path) -> None:
    recipe = tiny_recipe()
    with pytest.raises(DataError, match="discs"):
        finished_cache(replace(recipe, data=recipe.data[1:]), cache)


def test_the_command_packs_and_unpacks(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts, again = str(tmp_path / "parts"), str(tmp_path / "again")
    assert main(["pack", str(cache), "-o", parts]) == 0
    assert "1 part, " in capsys.readouterr().out
    assert main(["pack", parts, "--unpack", "-o", again]) == 0
    assert f"{len(json.loads((cache / 'index.json').read_text()))} pictures" in capsys.readouterr().out
    assert main(["pack", again, "--unpack", "-o", parts]) == 2
    assert "no parts" in capsys.readouterr().err
    assert main(["pack", parts, "-o", again]) == 2
    assert "no finished cache" in capsys.readouterr().err


RECIPE = """
name = "tiny"
seed = 3
[[data]]
name = "discs"
kind = "person"
images = "discs/images"
[[data]]
name = "cutouts"
kind = "cutout"
images = "cutouts"
[[data]]
name = "rooms"
kind = "room"
images = "rooms"
[[stages]]
train = "network"
sizes = [[32, 32]]
batch = 2
pictures = 2
lr = 1e-3
lr_end = 1e-4
"""


def test_a_cache_trains_without_its_pictures_and_at_another_width(cache: Path, tmp_path: Path) -> None:
    recipe, out = tmp_path / "tiny.toml", tmp_path / "out"
    recipe.write_text(RECIPE, encoding="utf-8")
    how = ["--width", "1.5", "--threads", "1", "--workers", "0", "--no-compile"]
    assert main(["train", "--recipe", str(recipe), "--cache", str(cache), "--out", str(out), *how]) == 0
    assert load_checkpoint(out / "sinet.pt").config == TRAINABLE.widened(1.5)
