"""What setup.cfg cannot say: the kernels in C (docs/decisions/0024), and folders that become data.

assets/ and weights/ stand at the top level; a wheel has them inside the packages that read them
(sinet_core/shipped.py).
"""
from pathlib import Path

from setuptools import Extension, find_packages, setup

FOLDER = Path("sinet_core/native/src")
KERNELS = Extension(
    "sinet_core.native._kernels",
    sorted(map(str, FOLDER.glob("*.c"))),
    depends=sorted(map(str, FOLDER.glob("*.h"))),
    define_macros=[("Py_LIMITED_API", "0x030B0000")],
    extra_compile_args=["-O3", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast", "-Wall", "-Wno-psabi",
                        "-Wno-pass-failed"],
    py_limited_api=True,
    optional=True,  # without a compiler the app runs on OpenVINO and OpenCV, slower
)
DATA = {"app.assets": "assets", "sinet_core.weights": "weights"}

setup(
    packages=[*find_packages(include=["app", "app.*", "sinet_core", "sinet_core.*"]), *DATA],
    package_dir=DATA,
    ext_modules=[KERNELS],
)
