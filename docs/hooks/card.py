"""The picture that is shown with a link to the site: equation 5, its lines
and its numbers, in the site's own look. A browser on the PATH takes it.
"""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.hooks.equations.table import equation
from docs.hooks.words import words
from docs.hooks.worked import worked

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
CSS = Path(__file__).resolve().parents[1] / "card.css"
SIZE = 1200, 630
TAG, T = "eq 5", 2


class NoPicture(Exception):
    """No browser, or one that takes no picture."""


def name(lang: str) -> str:
    return f"assets/card.{lang}.png"


def alt(lang: str) -> str:
    """What the picture shows, in words."""
    label = equation(TAG).label(lang)
    return words("card", lang)["alt"].format(equation=label, t=T)


def write(site: Path) -> bool:
    """Write each language's picture into the site, which has its font.

    False where there is no browser to take it, and a line that says so.
    """
    try:
        for lang in "ko", "en":
            photograph(page(lang, site), site / name(lang))
    except NoPicture as why:
        print(f"A link to the site is shown without a picture: {why}")
        return False
    return True


def page(lang: str, site: Path) -> str:
    """The HTML to be photographed, with the built site's styles and font."""
    said = words("card", lang)
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8">'
        f'<base href="{site.resolve().as_uri()}/">'
        '<link rel="stylesheet" href="assets/site.css">'
        '<link rel="stylesheet" href="assets/home.css">'
        f"<style>{CSS.read_text(encoding='utf-8')}</style>"
        f"<header><h1>{said['title']}</h1>"
        f"<p>{said['about']}</p><p>rnn_pure</p></header>"
        f"{worked(TAG, T, lang, '')}"
    )


def browser() -> str | None:
    """The file of a browser that is on the PATH."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def photograph(html: str, picture: Path) -> None:
    """Write what a browser draws; NoPicture says why it does not."""
    program = browser()
    if not program:
        raise NoPicture("there is no Chromium or Chrome on the PATH")
    with TemporaryDirectory(ignore_cleanup_errors=True) as work:
        file = Path(work, "card.html")
        file.write_text(html, encoding="utf-8")
        command = [
            program, "--headless", "--no-sandbox", "--disable-gpu",
            "--hide-scrollbars", "--force-device-scale-factor=1",
            "--window-size={},{}".format(*SIZE),
            f"--user-data-dir={work}/profile",
            f"--screenshot={picture.resolve()}", file.as_uri(),
        ]
        picture.unlink(missing_ok=True)
        # no pipe: the browser's own processes may hold it open for ever
        nowhere = subprocess.DEVNULL
        try:
            subprocess.run(command, stdout=nowhere, stderr=nowhere, timeout=60)
        except subprocess.TimeoutExpired:
            raise NoPicture(f"{program} was still at it after 60 s") from None
    if not picture.exists():
        raise NoPicture(f"{program} took none")
