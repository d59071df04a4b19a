"""The package and its source as archives in the site, and what leads there."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ROOT = Path(__file__).resolve().parents[2]
ASSETS = "assets/"
# nothing that a run has left
KINDS = (".py", ".typed", ".csv", ".md", ".ini", ".txt")
FOLDERS = ("rnn_pure", "docs", "tests", ".ci", ".github", ".vscode")
BESIDE = ("*.md", "*.toml", "*.yml", "*.cff", "LICENSE", ".git?*", ".ed*")


def package() -> dict[str, Path]:
    """The folder rnn_pure as it runs, with its licence and README in it."""
    files = {
        path.relative_to(ROOT).as_posix(): path
        for path in (ROOT / "rnn_pure").rglob("*")
        if path.suffix in KINDS
    }
    for name in "LICENSE", "README.md":  # no file of the reader's is hit
        files[f"rnn_pure/{name}"] = ROOT / name
    return files


def source() -> dict[str, Path]:
    """All there is, in a folder: the package, its tests, this site."""
    found = [path for name in BESIDE for path in ROOT.glob(name)]
    for name in FOLDERS:
        found += (ROOT / name).rglob("*")
    return {
        f"rnn_pure-source/{path.relative_to(ROOT).as_posix()}": path
        for path in found
        if path.is_file() and "__pycache__" not in path.parts
    }


ARCHIVES = {"rnn_pure.zip": package, "rnn_pure-source.zip": source}


def archive(name: str) -> bytes:
    """The archive of that name.

    The same files give the same bytes, whenever and wherever it is made.
    """
    files = ARCHIVES[name]()
    made = BytesIO()
    with ZipFile(made, "w") as file:
        for path in sorted(files):
            entry = ZipInfo(path)  # of 1980: no time of its own
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # Unix, on Windows too
            mode = 0o755 if "/.ci/" in path else 0o644
            entry.external_attr = mode << 16
            file.writestr(entry, files[path].read_bytes())
    return made.getvalue()


def write(site: Path) -> None:
    for name in ARCHIVES:
        (site / ASSETS / name).write_bytes(archive(name))


def get(lines: str, root: str, repo: str) -> str:
    """Lines of HTML as a list.

    {assets} is the folder that holds the archives, {size[NAME]} the size of
    one; a line with {repo} is left out where no repository's address is known.
    """
    size = {
        name: f"{len(archive(name)) / 1000:.0f} KB" for name in ARCHIVES
    }
    items = "".join(
        f"<li>{line.format(assets=root + ASSETS, size=size, repo=repo)}</li>"
        for line in lines.splitlines()
        if repo or "{repo}" not in line
    )
    return f"<ul>{items}</ul>"
