"""The review screen in a browser: one link, for one reviewer, that opens once.

The program that serves is textual-serve's; who may ask is decided here. The link holds a token. Whoever opens it first
gets a cookie in its place, and every further request, that of the screen itself too, must bring it. What does not come
from this address (another page that the browser has open, a name that was made to lead here) is refused.
"""

import asyncio
import secrets
import shlex
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server

from store.errors import BadInput

COOKIE = "foureyes"
_SAFE = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
_PAGES = Path(__file__).with_name("web_page")
_REFUSED = "This link was opened already, or is not whole. Whoever started foureyes web can start it anew.\n"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ReviewServer(Server):
    """Serves one command to who has the link; raises `BadInput` where the address cannot be had."""

    def __init__(self, command: list[str], host: str, port: int, title: str) -> None:
        self._socket = _listening(host, port)
        port = self._socket.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        self._address = f"{shown}:{port}"
        super().__init__(
            shlex.join(command), host, port, title, f"http://{self._address}", templates_path=str(_PAGES.resolve())
        )
        self._token: str | None = secrets.token_urlsafe(24)
        self._session = secrets.token_urlsafe(24)
        self.link = f"{self.public_url}/?token={self._token}"

    async def on_startup(self, app: web.Application) -> None:
        """Nothing is said here: who starts it tells of the link."""

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guard(request, handler)

        app.middlewares.append(guarded)
        return app

    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host != self._address or request.headers.get("Origin", self.public_url) != self.public_url:
            return _no()
        if request.path == "/" and "token" in request.query:
            return self._first(request.query["token"])
        if not secrets.compare_digest(request.cookies.get(COOKIE, "").encode(), self._session.encode()):
            return _no()
        if request.path == "/ws" and "Origin" not in request.headers:
            return _no()
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_SAFE)
        return response

    def _first(self, token: str) -> web.StreamResponse:
        """The token is good once; in its place the browser gets a cookie that no script and no other site can use."""
        if self._token is None or not secrets.compare_digest(token.encode(), self._token.encode()):
            return _no()
        self._token = None
        answer = web.HTTPSeeOther("/", headers=_SAFE)
        answer.set_cookie(COOKIE, self._session, httponly=True, samesite="Strict", path="/")
        return answer

    async def run(self) -> None:
        """Serve until Ctrl-C or the end of the process is asked for."""
        runner = web.AppRunner(await self._make_app(), access_log=None)
        await runner.setup()
        ended = asyncio.Event()
        for one in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(one, ended.set)
        try:
            await web.SockSite(runner, self._socket, shutdown_timeout=2).start()
            await ended.wait()
        finally:
            await runner.cleanup()


def _no() -> web.Response:
    return web.Response(status=403, text=_REFUSED, headers=_SAFE)


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
