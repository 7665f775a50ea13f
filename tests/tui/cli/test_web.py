"""A reviewer who has a browser and no terminal: one link, for one person, that nobody else gets through."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.tui.cli.browser import Browser

START = "from foureyes_start import main; main()"


@contextmanager
def served(docket: Path, *options: str) -> Iterator[str]:
    """A server as a command; gives its link."""
    command = [sys.executable, "-c", START, "web", str(docket), "--reviewer", "ana", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0


def ask(link: str, path: str = "", **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
    """The status, body and headers of an answer; nothing is followed."""
    at = urlsplit(link)
    connection = http.client.HTTPConnection(at.netloc, timeout=30)
    try:
        connection.request("GET", path or f"{at.path}?{at.query}", headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace"), answer.headers
    finally:
        connection.close()


def cookie_of(link: str) -> str:
    """What the browser gets for the token."""
    status, _, headers = ask(link)
    assert (status, headers["Location"]) == (303, "/")
    assert re.search("HttpOnly.*SameSite=Strict", headers["Set-Cookie"])
    return headers["Set-Cookie"].partition(";")[0]


def test_the_link_opens_once(docket):
    with served(docket) as link:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{32}", link)
        cookie = cookie_of(link)
        assert ask(link)[0] == 403
        assert ask(link, Cookie=cookie)[0] == 403
        status, page, headers = ask(link, "/", Cookie=cookie)
        assert status == 200
        assert "data-session-websocket-url" in page
        assert "http" not in page.replace(f"ws://{urlsplit(link).netloc}", "").replace(
            f"http://{urlsplit(link).netloc}", ""
        )
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/ws", "/static/js/textual.js", "/?token=", "/?token=wrong", "/download/x"])
def test_without_the_cookie_nothing_is_answered(docket, path):
    with served(docket) as link:
        assert ask(link, path)[0] == 403
        assert ask(link, path, Cookie="foureyes=wrong")[0] == 403
        cookie_of(link)  # and a wrong token has not used it up


def test_what_comes_from_another_page_is_refused(docket):
    with served(docket) as link:
        here = urlsplit(link).netloc
        assert ask(link, Host="evil.example")[0] == 403
        assert ask(link, Origin="http://evil.example")[0] == 403
        cookie = cookie_of(link)
        assert ask(link, "/", Cookie=cookie, Host="evil.example")[0] == 403
        upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
        upgrade["Sec-WebSocket-Key"] = "x" * 22 + "=="
        for origin in ({}, {"Origin": "http://evil.example"}, {"Origin": f"https://{here}"}):
            assert ask(link, "/ws", Cookie=cookie, **upgrade, **origin)[0] == 403


def test_whoever_may_not_review_gets_no_link(cli, docket):
    ran = cli("web", docket, "--reviewer", "Not A Name")
    assert ran.code == 2
    assert "token" not in ran.out
    ran = cli("web", docket, "--reviewer", "ana", "--host", "203.0.113.1")
    assert ran.code == 1
    assert "cannot be listened at" in ran.err
    assert cli("web", docket.parent / "none", "--reviewer", "ana").code == 1


@pytest.mark.needs("chromium")
def test_a_vote_from_a_browser(cli, docket, tmp_path):
    with served(docket) as link, Browser(tmp_path) as browser:
        browser.open(link)
        browser.wait_for_pixels()
        browser.press("d")
        browser.press("2")

        def decided() -> bool:
            return bool(json.loads(cli("show", docket, "RP-1", "--json").out)["standing"] == "decided")

        def sent() -> bool:
            browser.press("F2")  # a form does not take it before its reader can have read it
            return browser.wait_until(decided, patience=2)

        assert browser.wait_until(sent)
        (Path(os.environ.get("FOUREYES_PICTURES", tmp_path)) / "web.png").write_bytes(browser.picture())
