"""All tests; where the project's own files are."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
MANIFEST = ROOT / "manifest.yml"
