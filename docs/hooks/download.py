"""The package and its source as archives in the site, and what leads there."""

from pathlib import Path

from docs.hooks.packed import packed

ROOT = Path(__file__).resolve().parents[2]
ASSETS = "assets/"
# named, so that nothing else in the folder is published
SOURCE = (
    "rnn_pure", "docs", "tests", ".ci", ".github", ".vscode", "*.md",
    "*.toml", "*.yml", "*.cff", "LICENSE", ".gitignore", ".gitattributes",
    ".editorconfig",
)


def files(*names: str) -> dict[str, Path]:
    """Those files, and the files in those folders, by their path in ROOT."""
    return {
        file.relative_to(ROOT).as_posix(): file
        for name in names
        for path in ROOT.glob(name)
        for file in [path, *path.rglob("*")]
        if file.is_file() and "__pycache__" not in file.parts
    }


def package() -> dict[str, Path]:
    """The folder rnn_pure as it runs, with its licence and README in it."""
    found = files("rnn_pure")
    for name in "LICENSE", "README.md":  # inside: they overwrite no other
        found[f"rnn_pure/{name}"] = ROOT / name
    return found


def source() -> dict[str, Path]:
    """All there is, in a folder: the package, its tests, this site."""
    found = files(*SOURCE).items()
    return {f"rnn_pure-source/{name}": path for name, path in found}


ARCHIVES = {"rnn_pure.zip": package, "rnn_pure-source.zip": source}


def archive(name: str) -> bytes:
    """The archive of that name."""
    found = ARCHIVES[name]().items()
    return packed({path: file.read_bytes() for path, file in found})


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
