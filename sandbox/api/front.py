"""The Web API's front: tokens, scopes, arguments, rate limits, faults, then the method itself."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.errors import RateLimited, SlackError

if TYPE_CHECKING:
    from sandbox.sandbox import Sandbox

Arguments = dict[str, Any]
Method = Callable[["Sandbox", Arguments], dict[str, Any]]

SPECS: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "methods.json").read_text("utf-8"))
"""Every method's tier, scopes (any one of which will do) and arguments."""
METHODS: dict[str, Method] = {}
APP_METHODS = frozenset({"apps.connections.open"})
_TRUE, _FALSE = frozenset({"true", "1", True}), frozenset({"false", "0", "", False})


class Call(NamedTuple):
    """One call of the Web API, as tests read it back."""

    method: str
    args: Arguments
    response: dict[str, Any]
    at: datetime


def method(name: str) -> Callable[[Method], Method]:
    """Registers the function that carries a method out."""

    def register(function: Method) -> Method:
        METHODS[name] = function
        return function

    return register


def need(sandbox: "Sandbox", scope: str) -> None:
    """Refuses with missing_scope unless the manifest asks for this scope."""
    if scope not in sandbox.manifest.scopes:
        raise SlackError("missing_scope", needed=scope, provided=",".join(sandbox.manifest.scopes))


async def serve(sandbox: "Sandbox", request: web.Request) -> web.StreamResponse:
    """Answers one HTTP request to /api/…, with whatever fault it is to meet."""
    sandbox.tick()
    name = request.match_info["method"]
    fault = sandbox.faults.pick(name)
    if fault and not fault.takes_effect:
        if fault.kind == "drop_before":
            return drop(request)
        if fault.kind == "timeout_before":
            return await silence(sandbox)
        if fault.kind == "server_error":
            return web.Response(status=503, text="upstream connect error")
        body = {"ok": False, "error": fault.kind.removeprefix("fatal:")}
        _note(sandbox, name, {}, body)
        if fault.kind == "ratelimited":
            return _answer(sandbox, body, 429, {"Retry-After": str(fault.retry_after)})
        return _answer(sandbox, body)
    args: Arguments = {}
    status, headers = 200, {}
    try:
        token, args = await _read(request, name)
        body = _carry_out(sandbox, name, token, args)
    except RateLimited as refusal:
        status, headers, body = 429, {"Retry-After": str(refusal.retry_after)}, refusal.body
    except SlackError as refusal:
        body = refusal.body
    _note(sandbox, name, args, body)
    if fault:
        return drop(request) if fault.kind == "drop_after" else await silence(sandbox)
    return _answer(sandbox, body, status, headers)


def drop(request: web.Request) -> web.Response:
    """Closes the connection instead of answering."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def silence(sandbox: "Sandbox") -> web.Response:
    """Says nothing until the sandbox stops."""
    await sandbox.stopping.wait()
    return web.Response(status=503)


def _note(sandbox: "Sandbox", name: str, args: Arguments, body: dict[str, Any]) -> None:
    sandbox.calls.append(Call(name, args, body, sandbox.clock.now()))
    sandbox.changed()


def _answer(
    sandbox: "Sandbox", body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        content_type="application/json",
        charset="utf-8",
        headers={"x-oauth-scopes": sandbox.scopes_header, **(headers or {})},
    )


async def _read(request: web.Request, name: str) -> tuple[str | None, Arguments]:
    args: Arguments = dict(request.query)
    header = request.headers.get("Authorization", "")
    token = header[7:].strip() if header[:7].lower() == "bearer " else None
    raw = await request.read() if request.can_read_body else b""
    if not raw:
        return token or args.pop("token", None), args
    kind = request.content_type
    if kind == "application/json":
        if not SPECS.get(name, {}).get("json", True):
            return token, args
        try:
            given = json.loads(raw)
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(given, dict):
            raise SlackError("json_not_object")
        given.pop("token", None)
        args |= given
        return token, args
    if kind != "application/x-www-form-urlencoded":
        raise SlackError("invalid_post_type")
    args.update(parse_qsl(raw.decode(), keep_blank_values=True))
    given_token = args.pop("token", None)
    return token or given_token, args


def _carry_out(sandbox: "Sandbox", name: str, token: str | None, args: Arguments) -> dict[str, Any]:
    spec, function = SPECS.get(name), METHODS.get(name)
    if spec is None or function is None:
        raise SlackError("unknown_method", req_method=name)
    if name != "api.test":
        _authorize(sandbox, name, token, spec["scopes"])
    _check_arguments(spec, args)
    wait = sandbox.limits.wait(name, spec["tier"], sandbox.seconds())
    if wait:
        raise RateLimited(wait)
    return {"ok": True, **function(sandbox, args)}


def _authorize(sandbox: "Sandbox", name: str, token: str | None, scopes: list[str]) -> None:
    if not token:
        raise SlackError("not_authed")
    is_bot, is_app = token == sandbox.bot_token, token == sandbox.app_token
    if not (is_bot or is_app):
        raise SlackError("invalid_auth")
    if name != "auth.test" and is_app != (name in APP_METHODS):
        raise SlackError("not_allowed_token_type")
    if scopes and not any(scope in sandbox.manifest.scopes for scope in scopes):
        raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(sandbox.manifest.scopes))


def _check_arguments(spec: dict[str, Any], args: Arguments) -> None:
    known, wrong = spec["arguments"], []
    for name in spec["required"]:
        if args.get(name) in (None, ""):
            wrong.append(f"[ERROR] missing required field: {name}")
    for name, value in list(args.items()):
        kind = "string" if name == "team_id" else known.get(name)
        if kind is None:
            wrong.append(f"[ERROR] unknown argument: {name}")
        elif value is None:
            del args[name]
        else:
            try:
                args[name] = _CONVERT[kind](value)
            except ValueError as error:
                wrong.append(f"[ERROR] {error} [json-pointer:/{name}]")
    if wrong:
        raise SlackError("invalid_arguments", wrong)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a string")
    return value


def _boolean(value: Any) -> bool:
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ValueError("must be a boolean")


def _integer(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ValueError("must be an integer") from None


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ValueError("must be valid JSON") from None


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "boolean": _boolean,
    "integer": _integer,
    "json": _json,
}
