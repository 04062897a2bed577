from __future__ import annotations

from sinet_core.network.config import Branch
from sinet_core.network.summary import count_parameters
from sinet_core.paper.plan import load_plan


def test_plans_are_the_papers_rows() -> None:
    assert [variant.gate for variant in load_plan(4).variants] == ["block", "reverse", "removed", "attention"]
    assert len(load_plan(3).variants) == 11
    five = load_plan(5)
    costs = [count_parameters(variant.config()) for variant in five.variants]
    assert costs == [81_918] * 3 + [95_742] * 3 + [86_910]
    config = five.variants[2].config()
    assert {branch for module in (*config.modules2, *config.modules3) for branch in module} == {Branch(3, 4)}
