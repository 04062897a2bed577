"""Builds the kernels in C (docs/decisions/0024) where there is a compiler; everything else is in setup.cfg."""
from pathlib import Path

from setuptools import Extension, setup

FOLDER = Path("sinet_core/kernels/native/src")
KERNELS = Extension(
    "sinet_core.kernels.native._kernels",
    sorted(map(str, FOLDER.glob("*.c"))),
    depends=sorted(map(str, FOLDER.glob("*.h"))),
    define_macros=[("Py_LIMITED_API", "0x030B0000")],
    extra_compile_args=["-O3", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast", "-Wall", "-Wno-psabi",
                        "-Wno-pass-failed"],
    py_limited_api=True,
    optional=True,  # without a compiler the app runs on OpenVINO and OpenCV, slower
)

setup(ext_modules=[KERNELS])
