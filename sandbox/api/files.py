"""files.*: an address to upload to, the upload itself, and the message that shares it."""

import base64
from typing import Any

from aiohttp import web

from sandbox.api.chat import check_pace, visible_channel
from sandbox.api.dispatch import Arguments, Method
from sandbox.errors import SlackError
from sandbox.state import operations
from sandbox.state.context import SAVED, Context
from sandbox.state.tokens import secret

MOST_BYTES = 1 << 20
KINDS = {"ics": ("ics", "iCalendar", "text/calendar"), "txt": ("text", "Plain Text", "text/plain")}
"""By a name's ending: Slack's filetype, its name in words, and the MIME type."""


def get_upload_url(ctx: Context, args: Arguments) -> dict[str, Any]:
    """A one-time address that takes exactly so many bytes."""
    if args["length"] < 1:
        raise SlackError("missing_argument")
    if args["length"] > MOST_BYTES:
        raise SlackError("file_upload_size_restricted")
    file_id = ctx.workspace.next_id("F")
    ctx.workspace.files[file_id] = {
        "ticket": secret("upload"),
        "name": args["filename"],
        "length": args["length"],
        "content": None,
        "shared": False,
    }
    return {
        "upload_url": f"{ctx.page_url}upload/{file_id}/{_file(ctx, file_id)['ticket']}",
        "file_id": file_id,
    }


def complete_upload(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Shares what was uploaded in a channel, as one message."""
    wanted = args["files"]
    if not isinstance(wanted, list) or not wanted or not all(isinstance(one, dict) for one in wanted):
        raise SlackError("invalid_arguments", ["[ERROR] must provide an array of files"])
    for one in wanted:
        kept = _file(ctx, str(one.get("id")))
        if kept["content"] is None or kept["shared"]:
            raise SlackError("file_not_found")
    told = [{"id": one["id"], "title": one.get("title")} for one in wanted]
    if not args.get("channel_id"):
        return {"files": told}
    channel = visible_channel(ctx, args["channel_id"])
    if ctx.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("posting_to_channel_denied")
    check_pace(ctx, channel)
    if args.get("thread_ts"):
        operations.find_parent(channel, args["thread_ts"])
    operations.post(
        ctx,
        channel,
        ctx.workspace.bot.id,
        args.get("initial_comment") or "",
        thread_ts=args.get("thread_ts"),
        files=[_shared(ctx, one) for one in wanted],
    )
    return {"files": told}


async def upload(ctx: Context, request: web.Request) -> web.Response:
    """Takes the bytes of a file at the address that was given for it."""
    kept = ctx.workspace.files.get(request.match_info["file"])
    if kept is None or kept["ticket"] != request.match_info["ticket"] or kept["content"] is not None:
        return web.Response(status=404, text="no such upload")
    body = await request.read()
    if len(body) != kept["length"]:
        return web.Response(status=400, text="not as many bytes as announced")
    kept["content"] = base64.b64encode(body).decode()
    ctx.changed(SAVED)
    return web.Response(text=f"OK - {len(body)}")


async def download(ctx: Context, request: web.Request) -> web.Response:
    """Hands a shared file to whoever looks at the page."""
    kept = ctx.workspace.files.get(request.match_info["file"])
    if kept is None or not kept["shared"]:
        return web.Response(status=404, text="no such file")
    return web.Response(
        body=base64.b64decode(kept["content"]),
        content_type=_kind(kept["name"])[2],
        headers={"content-disposition": 'attachment; filename="' + kept["name"].replace('"', "") + '"'},
    )


def _file(ctx: Context, file_id: str) -> dict[str, Any]:
    kept: dict[str, Any] | None = ctx.workspace.files.get(file_id)
    if kept is None:
        raise SlackError("file_not_found")
    return kept


def _shared(ctx: Context, one: dict[str, Any]) -> dict[str, Any]:
    """A file in the shape in which messages show it."""
    kept = _file(ctx, one["id"])
    kept["shared"] = True
    kind, pretty, mime = _kind(kept["name"])
    url = f"{ctx.page_url}files/{one['id']}"
    return {
        "id": one["id"],
        "created": int(ctx.clock.now().timestamp()),
        "name": kept["name"],
        "title": one.get("title") or kept["name"],
        "mimetype": mime,
        "filetype": kind,
        "pretty_type": pretty,
        "user": ctx.workspace.bot.id,
        "size": kept["length"],
        "mode": "hosted",
        "url_private": url,
        "url_private_download": url,
    }


def _kind(name: str) -> tuple[str, str, str]:
    return KINDS.get(name.rpartition(".")[2], ("binary", "Binary", "application/octet-stream"))


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
}
