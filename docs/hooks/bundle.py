"""What the browser's Python needs, in one archive."""

from pathlib import Path

from docs.hooks.packed import packed

ROOT = Path(__file__).resolve().parents[2]
NAME = "assets/python.zip"
FILES = (
    "docs/exercises.toml",
    "docs/steps.toml",
    "docs/words.toml",
    "docs/hooks/words.py",
    "docs/hooks/drawings/kit.py",
    "docs/hooks/diagnose/judge.py",
    *(f"docs/hooks/equations/{name}.py" for name in ("lines", "table")),
    *(f"docs/hooks/exercise/{name}.py"
      for name in ("blank", "judge", "reader", "readings", "running", "seen",
                   "slips")),
    *(f"docs/hooks/stepper/{name}.py"
      for name in ("labels", "network", "numbers", "run")),
)


def write(site: Path) -> None:
    """Put the archive into the site: rnn_pure, what records, what judges."""
    package = sorted(
        path
        for folder in (ROOT / "rnn_pure", ROOT / "rnn_pure" / "diagnosis")
        for ending in ("py", "ini")
        for path in folder.glob(f"*.{ending}")
    )
    (site / NAME).write_bytes(packed({
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in [*package, *map(ROOT.joinpath, FILES)]
    }))
