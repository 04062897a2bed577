"""Builds the kernels in C (docs/decisions/0024) where there is a compiler; everything else is in setup.cfg."""
from glob import glob

from setuptools import Extension, setup

KERNELS = Extension(
    "sinet_core.native._kernels",
    sorted(glob("sinet_core/native/src/*.c")),
    depends=sorted(glob("sinet_core/native/src/*.h")),
    define_macros=[("Py_LIMITED_API", "0x030B0000")],
    extra_compile_args=["-O3", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast", "-Wall", "-Wno-psabi"],
    py_limited_api=True,
    optional=True,  # without a compiler the app runs on OpenVINO and OpenCV, slower
)

setup(ext_modules=[KERNELS])
