"""The networks of Table 3 by their names there."""
from __future__ import annotations

from collections.abc import Callable

from torch import nn

from sinet_core.network.config import PAPER
from sinet_core.network.others.bisenet import BiSeNet
from sinet_core.network.others.contextnet import ContextNet
from sinet_core.network.others.enet import ENet
from sinet_core.network.others.espnet import ESPNet, ESPNetConfig
from sinet_core.network.others.espnetv2 import ESPNetV2
from sinet_core.network.others.mobilenetv3 import MobileNetV3
from sinet_core.network.others.portraitnet import PortraitNet
from sinet_core.network.sinet import SINet

NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "ENet": ENet,
    "BiSeNet": BiSeNet,
    "PortraitNet": PortraitNet,
    "ESPNet": lambda: ESPNet(ESPNetConfig()),
    "DS-ESPNet": lambda: ESPNet(ESPNetConfig(depthwise=True)),
    "DS-ESPNet(0.5)": lambda: ESPNet(ESPNetConfig(depthwise=True, width=0.5)),
    "ESPNetV2(2.0)": lambda: ESPNetV2(width=2.0),
    "ESPNetV2(1.5)": lambda: ESPNetV2(width=1.5),
    "ContextNet12": ContextNet,
    "MobileNetV3": MobileNetV3,
    "SINet": lambda: SINet(PAPER),
}
"""Each with two classes; SINet last, as in the table."""
