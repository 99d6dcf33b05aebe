"""Where things lie in the checkout, and on which system this is."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
BUILD = ROOT / "build"
LOGS = BUILD / "logs"
NOTEBOOKS = ROOT / "notebooks"
SOLUTIONS = ROOT / "solutions"
COPIES = ROOT / "my-notebooks"
PYTHON_SOURCES = ROOT / "src" / "main" / "python"
PYTHON_TESTS = ROOT / "src" / "test" / "python"
JUPYTER_SOURCES = ROOT / "src" / "main" / "jupyter"

WINDOWS = os.name == "nt"
LINUX = sys.platform.startswith("linux")
MAC = sys.platform == "darwin"
