"""Dispatch of Web API calls: tokens, scopes, arguments, rate limits, faults, then the method itself."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.errors import RateLimited, SlackError
from sandbox.state.context import Context
from sandbox.state.faults import Fault
from sandbox.state.records import Call

Arguments = dict[str, Any]
Method = Callable[[Context, Arguments], dict[str, Any]]

SPECS: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "methods.json").read_text("utf-8"))
"""Every method's tier, scopes (any one of which will do) and arguments."""
APP_METHODS = frozenset({"apps.connections.open"})
_TRUE, _FALSE = frozenset({"true", "1", True}), frozenset({"false", "0", "", False})


def need(ctx: Context, scope: str) -> None:
    """Refuses with missing_scope unless the manifest asks for this scope."""
    if scope not in ctx.manifest.scopes:
        raise SlackError("missing_scope", needed=scope, provided=",".join(ctx.manifest.scopes))


async def serve(ctx: Context, methods: Mapping[str, Method], request: web.Request) -> web.StreamResponse:
    """Answers one HTTP request to /api/… by one of these methods, with whatever fault it is to meet."""
    ctx.tick()
    name = request.match_info["method"]
    fault = ctx.faults.pick(name)
    if fault and not fault.takes_effect:
        if fault.is_mute:
            return await break_off(ctx, request, fault)
        if fault.kind == "server_error":
            return web.Response(status=503, text="upstream connect error")
        body = {"ok": False, "error": fault.kind.removeprefix("fatal:")}
        note_call(ctx, name, {}, body)
        if fault.kind == "ratelimited":
            return _answer(ctx, body, 429, {"Retry-After": str(fault.retry_after)})
        return _answer(ctx, body)
    args: Arguments = {}
    status, headers = 200, {}
    try:
        token, args = await _read(request, name)
        body = _carry_out(ctx, name, methods.get(name), token, args)
    except RateLimited as refusal:
        status, headers, body = 429, {"Retry-After": str(refusal.retry_after)}, refusal.body
    except SlackError as refusal:
        body = refusal.body
    note_call(ctx, name, args, body)
    if fault:
        return await break_off(ctx, request, fault)
    return _answer(ctx, body, status, headers)


async def break_off(ctx: Context, request: web.Request, fault: Fault) -> web.Response:
    """Closes the connection instead of answering, or says nothing until the sandbox stops."""
    if not fault.kind.startswith("drop"):
        await ctx.stopping.wait()
    elif request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)


def note_call(ctx: Context, name: str, args: Arguments, body: dict[str, Any]) -> None:
    """Keeps a call and what it came to."""
    ctx.calls.append(Call(name, args, body, ctx.clock.now()))
    ctx.changed()


def _answer(
    ctx: Context, body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        content_type="application/json",
        charset="utf-8",
        headers={"x-oauth-scopes": ctx.scopes_header, **(headers or {})},
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


def _carry_out(
    ctx: Context, name: str, function: Method | None, token: str | None, args: Arguments
) -> dict[str, Any]:
    spec = SPECS.get(name)
    if spec is None or function is None:
        raise SlackError("unknown_method", req_method=name)
    if name != "api.test":
        _authorize(ctx, name, token, spec["scopes"])
    _check_arguments(spec, args)
    wait = ctx.limits.wait(name, spec["tier"], ctx.seconds())
    if wait:
        raise RateLimited(wait)
    return {"ok": True, **function(ctx, args)}


def _authorize(ctx: Context, name: str, token: str | None, scopes: list[str]) -> None:
    if not token:
        raise SlackError("not_authed")
    is_bot, is_app = token == ctx.bot_token, token == ctx.app_token
    if not (is_bot or is_app):
        raise SlackError("invalid_auth")
    if name != "auth.test" and is_app != (name in APP_METHODS):
        raise SlackError("not_allowed_token_type")
    if scopes and not any(scope in ctx.manifest.scopes for scope in scopes):
        raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(ctx.manifest.scopes))


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
