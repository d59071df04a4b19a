"""The package as an archive in the site, and the lines that lead to it."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ROOT = Path(__file__).resolve().parents[2]
ASSETS = "assets/"
NAME = f"{ASSETS}rnn_pure.zip"
# nothing that a run has left
KINDS = (".py", ".typed", ".csv", ".md", ".ini", ".txt")


def archive() -> bytes:
    """The folder rnn_pure as it runs, with its licence and README in it.

    The same files give the same bytes, whenever and wherever it is made.
    """
    files = {
        path.relative_to(ROOT).as_posix(): path
        for path in (ROOT / "rnn_pure").rglob("*")
        if path.suffix in KINDS
    }
    for name in "LICENSE", "README.md":  # no file of the reader's is hit
        files[f"rnn_pure/{name}"] = ROOT / name
    made = BytesIO()
    with ZipFile(made, "w") as file:
        for name in sorted(files):
            entry = ZipInfo(name)  # of 1980: no time of its own
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3  # Unix, on Windows too
            entry.external_attr = 0o644 << 16
            file.writestr(entry, files[name].read_bytes())
    return made.getvalue()


def write(site: Path) -> None:
    (site / NAME).write_bytes(archive())


def get(lines: str, root: str, repo: str) -> str:
    """Lines of HTML as a list.

    {assets} is the folder that holds rnn_pure.zip, {size} the size of that;
    a line with {repo} is left out where there is no repository's address.
    """
    size = f"{len(archive()) / 1000:.0f} KB"
    items = "".join(
        f"<li>{line.format(assets=root + ASSETS, size=size, repo=repo)}</li>"
        for line in lines.splitlines()
        if repo or "{repo}" not in line
    )
    return f"<ul>{items}</ul>"
