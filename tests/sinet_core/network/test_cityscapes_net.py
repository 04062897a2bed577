from __future__ import annotations

import torch

from sinet_core.network.cityscapes import CityscapesConfig
from sinet_core.network.cityscapes_net import CityscapesNet


def test_the_decoder_has_the_authors_parameters_and_both_gates_block() -> None:
    torch.manual_seed(0)
    network = CityscapesNet(CityscapesConfig()).eval()
    assert sum(p.numel() for p in network.decoder.parameters()) == 2_717
    with torch.inference_mode():
        image = torch.randn(1, 3, 128, 256)
        assert network(image).shape == (1, 19, 64, 128)
        features = network.encoder.features(image)
        sure = features._replace(logits=torch.full_like(features.logits, 0.0))
        sure.logits[:, 3] = 1e4
        silent = sure._replace(eighth=torch.zeros_like(sure.eighth), quarter=torch.zeros_like(sure.quarter))
        torch.testing.assert_close(network.decoder(sure), network.decoder(silent))
        unsure = features._replace(logits=torch.zeros_like(features.logits))
        for part in ("eighth", "quarter"):
            without = unsure._replace(**{part: torch.zeros_like(getattr(unsure, part))})
            assert (network.decoder(unsure) - network.decoder(without)).abs().max() > 1e-7, part
