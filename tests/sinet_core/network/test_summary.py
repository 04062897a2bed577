from __future__ import annotations

from sinet_core.network.config import PAPER
from sinet_core.network.summary import summarise


def test_has_the_multiply_adds_of_the_paper() -> None:
    assert round(sum(row.macs for row in summarise(PAPER)) / 1e9, 3) == 0.064


def test_rows_of_the_table_have_the_papers_sizes() -> None:
    sizes = {row.name: row.output for row in summarise(PAPER)}
    assert sizes["stem"] == (12, 112, 112)
    assert sizes["down 2"] == (16, 56, 56)
    assert sizes["S2-module 2.2"] == (48, 56, 56)
    assert sizes["down 3"] == (48, 28, 28)
    assert sizes["S2-module 3.8"] == (96, 28, 28)
    assert sizes["encoder classifier"] == (2, 28, 28)


def test_rows_hold_every_parameter_once() -> None:
    assert sum(row.parameters for row in summarise(PAPER)) == 86_910
