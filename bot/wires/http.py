"""What the bot serves over HTTP: Slack's signed requests at /slack/events, and its health at /healthz."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

logger = logging.getLogger(__name__)

# A view holds at most 250 KB, which three bytes a character of form encoding turn into 750.
LARGEST_BODY = 1024 * 1024
BODY_SECONDS = 3.0
CHECK_SECONDS = 2.5

Check = Callable[[], str | Awaitable[str | None] | None]


class Health:
    """Named checks, each of which returns None or, in plain words, why the bot is not ready."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}
        self._figures: dict[str, Callable[[], float | None]] = {}

    def watch(self, name: str, check: Check) -> None:
        """Ask `check` whenever someone asks for the bot's health."""
        self._checks[name] = check

    def measure(self, name: str, figure: Callable[[], float | None]) -> None:
        """Tell this figure beside the checks, while there is one."""
        self._figures[name] = figure

    async def reasons(self) -> dict[str, str]:
        """Why the bot is not ready, by the name of the check; empty when it is."""
        answers = await asyncio.gather(*(_ask(check) for check in self._checks.values()))
        return {name: answer for name, answer in zip(self._checks, answers, strict=True) if answer}

    async def report(self) -> tuple[bool, dict[str, Any]]:
        """Whether the bot is ready, and what /healthz says of it."""
        reasons = await self.reasons()
        body: dict[str, Any] = {"live": True, "ready": not reasons}
        if reasons:
            body["reasons"] = reasons
        figures = {name: figure() for name, figure in self._figures.items()}
        return not reasons, body | {
            name: round(each, 4) for name, each in figures.items() if each is not None
        }


async def _ask(check: Check) -> str | None:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            answer = check()
            return await answer if inspect.isawaitable(answer) else answer
    except TimeoutError:
        return f"There was no answer within {CHECK_SECONDS:g} s."
    except Exception as error:  # one check that breaks is an answer about itself, not about the others
        logger.exception("A health check failed.")
        return f"The check failed ({type(error).__name__}): see the log."


class Listener:
    """One HTTP server: health always, and Slack's requests when it is given an app."""

    def __init__(
        self,
        health: Health,
        host: str,
        port: int,
        app: AsyncApp | None = None,
        *,
        drain_seconds: float = 5.0,
    ) -> None:
        self._health = health
        self._drain_seconds = drain_seconds
        self._host = host
        self._port = port
        self._app = app
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen; raises OSError when the address cannot be had."""
        server = web.Application(client_max_size=LARGEST_BODY)
        server.router.add_get("/healthz", self._healthz)
        server.router.add_get("/livez", self._livez)
        if self._app:
            server.router.add_post("/slack/events", self._slack)
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=self._drain_seconds)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._port = self._runner.addresses[0][1]

    @property
    def port(self) -> int:
        """Where it listens; the system's choice when it was asked for port 0."""
        return self._port

    async def stop(self) -> None:
        """Take no new connection, and let the requests in hand end."""
        if self._runner:
            await self._runner.cleanup()

    async def _healthz(self, request: web.Request) -> web.Response:
        if "live" in request.query:
            return await self._livez(request)
        ready, report = await self._health.report()
        return web.json_response(report, status=200 if ready else 503)

    async def _livez(self, _: web.Request) -> web.Response:
        # That this was answered is the proof: the loop turns.
        return web.json_response({"live": True})

    async def _slack(self, request: web.Request) -> web.Response:
        """Bolt checks the signature, runs the listener and hands back the acknowledgement."""
        assert self._app
        try:
            async with asyncio.timeout(BODY_SECONDS):
                bolt_request = await to_bolt_request(request)
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        except web.HTTPException:
            raise
        except Exception:  # noqa: BLE001 - read before its signature is checked, a body can be anything
            raise web.HTTPBadRequest from None
        return await to_aiohttp_response(await self._app.async_dispatch(bolt_request))
