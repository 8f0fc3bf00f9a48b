"""Response URLs: the answers that the app posts to them."""

import json
from typing import Any

from aiohttp import web

from sandbox.api.chat import content
from sandbox.api.dispatch import break_off, note_call
from sandbox.errors import SlackError
from sandbox.state import operations
from sandbox.state.context import Context
from sandbox.state.tokens import ResponseUrl

METHOD = "response_url"
_FIELDS = frozenset(
    {"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts", "unfurl_links"}
    | {"unfurl_media", "mrkdwn", "metadata"}
)
_GONE = frozenset({"expired_url", "used_url"})


async def serve(ctx: Context, request: web.Request) -> web.StreamResponse:
    """Takes one answer, with whatever fault it is to meet."""
    ctx.tick()
    fault = ctx.faults.pick(METHOD)
    if fault and not fault.takes_effect:
        if fault.is_mute:
            return await break_off(ctx, request, fault)
        if fault.kind == "ratelimited":
            return web.Response(
                status=429, text="rate_limited", headers={"Retry-After": str(fault.retry_after)}
            )
        status = 503 if fault.kind == "server_error" else 404
        return web.Response(status=status, text=fault.kind.removeprefix("fatal:"))
    args: dict[str, Any] = {}
    body: dict[str, Any] = {"ok": True}
    try:
        args = _parse(await request.read())
        _answer(ctx, ctx.tokens.use(request.match_info["key"]), args)
    except SlackError as refusal:
        body = refusal.body
    note_call(ctx, METHOD, args, body)
    if fault:
        return await break_off(ctx, request, fault)
    if body["ok"]:
        return web.Response(text="ok")
    return web.json_response(body, status=404 if body["error"] in _GONE else 400)


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        args = json.loads(raw)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(args, dict):
        raise SlackError("invalid_payload")
    unknown = sorted(set(args) - _FIELDS)
    if unknown:
        raise SlackError("invalid_arguments", [f"[ERROR] unknown argument: {name}" for name in unknown])
    return args


def _answer(ctx: Context, url: ResponseUrl, args: dict[str, Any]) -> None:
    workspace, source = ctx.workspace, url.source
    channel = workspace.channels[url.channel]
    if args.get("delete_original") or args.get("replace_original"):
        if source is None or source.data.get("bot_id") != workspace.bot_id:
            raise SlackError("cant_update_message")
        gone = source not in channel.ephemerals if source.ephemeral else source.ts not in channel.messages
        if gone:
            raise SlackError("message_not_found")
        if args.get("delete_original"):
            operations.delete(ctx, source)
        else:
            text, blocks = content(ctx, args)
            operations.edit(ctx, source, workspace.bot.id, text, blocks or [])
        return
    text, blocks = content(ctx, args)
    thread_ts = args.get("thread_ts")
    kind = args.get("response_type", "ephemeral")
    if kind == "in_channel":
        operations.post(ctx, channel, workspace.bot.id, text, blocks, thread_ts=thread_ts)
    elif kind == "ephemeral":
        # Without thread_ts it goes to the channel, even from a press within a thread: so does Slack's.
        operations.post_ephemeral(ctx, channel, url.user, workspace.bot.id, text, blocks, thread_ts)
    else:
        raise SlackError("invalid_arguments", ["[ERROR] must be one of ephemeral, in_channel"])
