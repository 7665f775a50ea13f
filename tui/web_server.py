"""The review screen in a browser: one link, for one reviewer, that opens once.

The program that serves is textual-serve's; who may ask is decided here. The link holds a token, behind its `#`, which
no browser sends anywhere. The page makes up a secret of its own and brings both with its socket: the first secret that
comes with the token is the one that counts from then on. It is kept for one tab and one port, as no cookie is. The page
and its files hold nothing, and are all that is given without it. What does not come from this address (another page
that the browser has open, a name that was made to lead here) is refused.
"""

import asyncio
import re
import secrets
import shlex
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server

from store.errors import BadInput

_SAFE = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
_PAGE = Path(__file__).with_name("web_page")
_SOCKET = "/ws"
_SECRET = re.compile(r"[0-9a-f]{48}")
_REFUSED = "This link was opened already, or is not whole. Whoever started foureyes web can start it anew.\n"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ReviewServer(Server):
    """Serves one command to who has the link; raises `BadInput` where the address cannot be had."""

    def __init__(self, command: list[str], host: str, port: int) -> None:
        self._socket = _listening(host, port)
        found, port = self._socket.getsockname()[:2]  # as a number: a name may lead a browser somewhere else
        self._address = f"[{found}]:{port}" if ":" in found else f"{found}:{port}"
        super().__init__(shlex.join(command), found, port, public_url=f"http://{self._address}")
        self._token = secrets.token_urlsafe(24)
        self._secret: str | None = None
        self.link = f"{self.public_url}/#{self._token}"

    async def _make_app(self) -> web.Application:
        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await handler(request) if self._admits(request) else web.Response(status=403, text=_REFUSED)

        app = web.Application(middlewares=[guarded])
        app.on_response_prepare.append(_made_safe)
        app.router.add_get("/", _index)
        app.router.add_get(f"{_SOCKET}/{{token}}/{{secret}}", self.handle_websocket)
        app.router.add_static("/page", _PAGE)
        app.router.add_static("/static", self.statics_path)
        return app

    def _admits(self, request: web.Request) -> bool:
        if request.host != self._address or request.headers.get("Origin", self.public_url) != self.public_url:
            return False
        if not request.path.startswith(_SOCKET):
            return True
        return "Origin" in request.headers and self._knows(**request.match_info)

    def _knows(self, token: str = "", secret: str = "") -> bool:
        """The token is good once: for the first secret that comes with it, and from then on that one counts alone."""
        first = self._secret is None and secrets.compare_digest(token.encode(), self._token.encode())
        if first and _SECRET.fullmatch(secret):
            self._secret = secret
        return self._secret is not None and secrets.compare_digest(secret.encode(), self._secret.encode())

    async def run(self) -> None:
        """Serve until Ctrl-C is pressed, the end of the process is asked for, or its terminal is closed."""
        runner = web.AppRunner(await self._make_app(), access_log=None)
        await runner.setup()
        ended = asyncio.Event()
        hangup = [] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP]  # it is under nohup
        for one in (signal.SIGINT, signal.SIGTERM, *hangup):
            asyncio.get_running_loop().add_signal_handler(one, ended.set)
        try:
            await web.SockSite(runner, self._socket, shutdown_timeout=2).start()
            await ended.wait()
        finally:
            await runner.cleanup()


async def _index(_: web.Request) -> web.FileResponse:
    return web.FileResponse(_PAGE / "index.html")


async def _made_safe(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_SAFE)


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise BadInput(f"{host}: is no address: {error}.") from None
    found = socket.socket(family, kind, protocol)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
        found.listen()
    except OSError as error:
        found.close()
        raise BadInput(f"{host}, port {port}: cannot be listened at: {error.strerror}.") from None
    return found
