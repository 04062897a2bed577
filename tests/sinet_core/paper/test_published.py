from __future__ import annotations

from sinet_core.paper.published import checked, printed, published


def test_published_figures_are_those_that_other_pages_have() -> None:
    sinet = published(3)["SINet"]
    assert (sinet["miou"], sinet["f1"]) == (94.81, 0.884)
    assert published(4)["IB"]["miou_90"] == 76.85
    assert published(99) == {}


def test_published_figures_say_where_they_come_from() -> None:
    assert printed(3, "ENet") == {"paper_parameters_m": 0.355, "paper_macs_g": 0.346, "paper_miou": 95.16}
    sourced, rest = checked(3)
    assert "SINet (README of clovaai/ext_portrait_segmentation" in sourced
    assert "ENet" not in sourced
    assert "from memory" in rest
    assert len(checked(6)) == 1, "all of Table 6 is sourced"
    assert checked(99) == []
