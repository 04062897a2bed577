from app.pipeline.tuning.engine_label import EngineLabel
from sinet_core.inference.two_looks import TwoLooks
from tests.fakes import ConstantSegmenter


class Named(ConstantSegmenter):
    def __init__(self, name: str, size: tuple[int, int]) -> None:
        super().__init__()
        self.name, self.size = name, size


def test_it_names_the_size_and_the_engine_in_words() -> None:
    label = EngineLabel()
    assert label.text == ""
    label.loaded(Named("native", (160, 256)))
    assert label.text == "SINet 256×160 · own kernels"
    label.loaded(Named("something new", (96, 160)))
    assert label.text == "SINet 160×96 · something new"


def test_it_names_both_looks() -> None:
    label = EngineLabel()
    label.loaded(TwoLooks(Named("native", (224, 384)), Named("native", (160, 256))))
    assert label.text == "SINet 384×224 and 256×160 · own kernels"


def test_it_names_the_wide_network() -> None:
    label = EngineLabel()
    looks = Named("native", (224, 384)), Named("native", (160, 256))
    label.loaded(TwoLooks(*looks, network="sinet-wide"))
    assert label.text == "SINet-wide 384×224 and 256×160 · own kernels"


def test_it_is_empty_while_the_engine_fails() -> None:
    label = EngineLabel()
    label.loaded(Named("openvino", (160, 256)))
    label.failed()
    label.failed()
    assert label.text == ""
    label.works()
    assert label.text == "SINet 256×160 · OpenVINO"
