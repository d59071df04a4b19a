"""What the browser's Python needs, in one archive."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

ROOT = Path(__file__).resolve().parents[3]
NAME = "assets/stepper.zip"
FILES = (
    "docs/steps.toml",
    "docs/words.toml",
    "docs/hooks/words.py",
    "docs/hooks/drawings/kit.py",
    *(f"docs/hooks/stepper/{name}.py"
      for name in ("labels", "network", "numbers", "run")),
)


def write(site: Path) -> None:
    """Put the archive into the site: rnn_pure, and what records a run."""
    package = sorted((ROOT / "rnn_pure").glob("*.py"))
    with ZipFile(site / NAME, "w", ZIP_DEFLATED) as archive:
        for path in [*package, *map(ROOT.joinpath, FILES)]:
            archive.write(path, path.relative_to(ROOT))
