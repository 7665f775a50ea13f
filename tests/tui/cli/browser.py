"""A real browser without a window, driven by its own protocol (Chrome DevTools)."""

import asyncio
import base64
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

# Without these it looks for updates, and for hosts that no test should reach.
_QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic", "--window-size=1200,800"),
)
_KEYS = {"F2": 113, "Enter": 13, "Escape": 27, "Tab": 9}
PATIENCE = 30


class Browser:
    """Chromium; close it by leaving the `with`."""

    def __init__(self, folder: Path) -> None:
        profile = folder / "profile"
        self._process = subprocess.Popen(
            ["chromium", *_QUIET, "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"],
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        self._port = profile / "DevToolsActivePort"
        self._loop = asyncio.new_event_loop()
        self._calls = 0
        self._loop.run_until_complete(self._connect())

    def open(self, link: str) -> None:
        """Go to a page."""
        self._call("Page.navigate", url=link)

    def press(self, key: str) -> None:
        """Press and let go of a key."""
        code: dict[str, Any] = {"windowsVirtualKeyCode": _KEYS[key]} if key in _KEYS else {"text": key}
        self._call("Input.dispatchKeyEvent", type="keyDown", key=key, code=key, **code)
        self._call("Input.dispatchKeyEvent", type="keyUp", key=key, code=key)

    def wait_for_pixels(self) -> None:
        """Wait until the screen has been drawn, and can be typed into."""
        assert self.wait_until(lambda: self.value("document.body.classList.contains('-first-byte')") is True)
        self.value("document.querySelector('textarea').focus()")

    def value(self, expression: str) -> Any:
        """What an expression of JavaScript comes to on the page; None where it has no value."""
        return self._call("Runtime.evaluate", expression=expression)["result"].get("value")

    def wait_until(self, holds: Callable[[], bool], patience: float = PATIENCE) -> bool:
        """Whether it comes to hold, within so many seconds."""
        end = time.monotonic() + patience
        while not (held := holds()) and time.monotonic() < end:
            self._loop.run_until_complete(asyncio.sleep(0.1))
        return held

    def picture(self) -> bytes:
        """What is seen, as PNG."""
        return base64.b64decode(self._call("Page.captureScreenshot", format="png")["data"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.run_until_complete(self._leave())
        self._process.kill()
        self._process.wait()
        self._loop.close()

    async def _connect(self) -> None:
        self._http = aiohttp.ClientSession()
        end = time.monotonic() + PATIENCE
        while not (self._port.exists() and "\n" in (said := self._port.read_text())):
            assert time.monotonic() < end, "the browser did not start"
            await asyncio.sleep(0.1)
        async with self._http.get(f"http://127.0.0.1:{said.split()[0]}/json") as answer:
            page = next(one for one in await answer.json() if one["type"] == "page")
        self._socket = await self._http.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0)

    async def _leave(self) -> None:
        await self._socket.close()  # else its connection is found unclosed in whichever test it is let go
        await self._http.close()

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._loop.run_until_complete(self._answer(method, parameters))

    async def _answer(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        self._calls += 1
        await self._socket.send_json({"id": self._calls, "method": method, "params": parameters})
        while True:
            said = (await self._socket.receive()).json()
            if said.get("id") == self._calls:
                return dict(said.get("result", said))
