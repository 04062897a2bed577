from __future__ import annotations

from dataclasses import replace

from sinet_core.network.config import PAPER, SINetConfig


def test_config_survives_a_checkpoint() -> None:
    config = replace(PAPER, gate="reverse", shuffle=False, classes=3)
    assert SINetConfig.from_dict(config.to_dict()) == config
