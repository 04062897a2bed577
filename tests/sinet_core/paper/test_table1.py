from __future__ import annotations

import pytest
import torch

from sinet_core.paper.table1 import SHAPE, blocks, table1


def test_the_blocks_take_and_give_the_papers_features() -> None:
    found = blocks()
    assert [name for name in found if "," not in name][:4] == [f"dilated {rate}" for rate in (2, 6, 12, 18)]
    with torch.inference_mode():
        for name, block in found.items():
            channels = block.eval()(torch.zeros(1, 128, 24, 24)).shape[1]
            assert abs(channels - SHAPE[1]) <= 2, name


def test_the_table_has_a_time_and_a_ratio_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinet_core.paper.table1.SHAPE", (1, 128, 8, 8))
    table = table1(("torch",), 1)
    assert [column.key for column in table.columns] == ["block", "torch_ms", "torch_ratio"]
    ratios = {row["block"]: row["torch_ratio"] for row in table.rows}
    assert [ratios[name] for name in ("dilated 2", "squeezed 1", "dilated 2, 6, 12, 18")] == [1.0, 1.0, 1.0]
