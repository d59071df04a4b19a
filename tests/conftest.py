"""The built site and a browser, once for all tests that look at it."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None)  # machines wobble
settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder with the built site."""
    target = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-d", str(target)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return target


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def send_error(self, code, *args):
        if code != 404:
            return super().send_error(code, *args)
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(404)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def address(site):
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium; test_browser.py skips where there is none."""
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, CHROMIUM))),
            args=FLAGS,
        )
        yield browser
        browser.close()


def opener(browser, address):
    """What open_page does, as a generator that closes what it opened."""
    contexts = []

    def open_(path, before=None, **options):
        options = {"viewport": {"width": 1280, "height": 900}, **options}
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.wrong = []

        def console(message):
            if message.type in ("error", "warning"):
                page.wrong.append(f"{message.text} {message.location}")

        def request(request):
            if not request.url.startswith((address, "data:", "blob:")):
                page.wrong.append(f"left the site: {request.url}")

        page.on("console", console)
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("request", request)
        if before:
            before(page)
        page.goto(address + path, wait_until="load")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(browser, address):
    """open_page(path, **context) → page; what goes wrong is in page.wrong.

    before(page) is called before the page is opened.
    """
    yield from opener(browser, address)


@pytest.fixture(scope="module")
def keep_open(browser, address):
    """The same for a page that a module's tests share."""
    yield from opener(browser, address)
