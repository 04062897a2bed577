from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
import torch

from sinet_core.paper.table1 import DilatedBlock
from sinet_core.paper.timing import WARM_UP, medians_ms, prepared


def test_every_call_has_its_turn_in_every_round_and_every_other_round_goes_backwards() -> None:
    calls: list[str] = []
    names = ("a", "b", "c")
    found = medians_ms({name: partial(calls.append, name) for name in names}, 5)
    rounds = [calls[start : start + 3] for start in range(0, len(calls), 3)]
    assert len(rounds) == WARM_UP + 5
    assert {tuple(taken) for taken in rounds} == {("a", "b", "c"), ("c", "b", "a")}
    assert all(sorted(taken) == list(names) for taken in rounds)
    assert set(found) == set(names)
    assert min(found.values()) >= 0


@pytest.mark.parametrize("engine", ["torch", "openvino", "onnxruntime"])
def test_all_engines_compute_the_same(engine: str) -> None:
    torch.manual_seed(0)
    module, shape = DilatedBlock(4, 6, 2).eval(), (1, 4, 16, 16)
    noise = torch.from_numpy(np.random.default_rng(1).standard_normal(shape, np.float32))
    with torch.inference_mode():
        expected = module(noise).numpy()
    found: Any = prepared(module, shape, engine)()
    answer = found if isinstance(found, torch.Tensor) else next(iter(getattr(found, "values", lambda: found)()))
    np.testing.assert_allclose(np.asarray(answer), expected, rtol=1e-3, atol=1e-4)
