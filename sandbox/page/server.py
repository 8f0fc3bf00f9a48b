"""HTTP server of the web page, whose every verb is a Person's."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox.block_kit.mrkdwn import elements
from sandbox.clock import MovableClock
from sandbox.errors import Refused
from sandbox.page.live import Live, channel_card, message_card, person_card, require_own_page
from sandbox.people.person import Person
from sandbox.state.context import SAVED, Context
from sandbox.state.records import Channel, Message, View
from sandbox.wires.delivery import Delivery
from sandbox.wires.interactions import CommandResult, Outcome
from sandbox.wires.time_travel import TimeTravel

FILES = Path(__file__).parent / "static"
_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
}
Body = dict[str, Any]
Verb = Callable[["PageApi", Person, Body], Awaitable[Body]]


async def _index(request: web.Request) -> web.Response:
    return _file("index.html")


async def _archives(request: web.Request) -> web.Response:
    """A message's address as Slack writes it leads to the message on the page."""
    query = f"?{request.query_string}" if request.query_string else ""
    raise web.HTTPFound(f"/#/{request.match_info['place']}{query}")


async def _static(request: web.Request) -> web.Response:
    return _file(request.match_info["name"])


def _file(name: str) -> web.Response:
    path = (FILES / name).resolve()
    kind = _TYPES.get(path.suffix)
    if kind is None or not path.is_relative_to(FILES) or not path.is_file():
        raise web.HTTPNotFound
    return web.Response(
        text=path.read_text("utf-8"), content_type=kind, headers={"cache-control": "no-cache"}
    )


class PageApi:
    """The HTTP API that the page calls, each time for one person."""

    def __init__(
        self,
        ctx: Context,
        person: Callable[[str], Person],
        delivery: Delivery,
        time_travel: TimeTravel,
        live: Live,
    ) -> None:
        """`person` finds somebody to act for, by id."""
        self._ctx = ctx
        self._find_person = person
        self._delivery = delivery
        self._time_travel = time_travel
        self._live = live

    def routes(self) -> list[web.RouteDef]:
        """The page, its files, its verbs and its socket."""
        return [
            web.get("/", _index),
            web.get("/archives/{place:.+}", _archives),
            web.get("/static/{name:.+}", _static),
            web.get("/page/snapshot", self.snapshot),
            web.get("/page/messages", self.messages),
            web.get("/page/socket", self._live.handle),
            web.post("/page/{verb}", self.serve),
        ]

    async def snapshot(self, request: web.Request) -> web.Response:
        """The snapshot that the page begins with."""
        ctx, workspace = self._ctx, self._ctx.workspace
        try:
            me = self._person(request.query.get("as"))
        except Refused as refusal:
            return _refused(refusal)
        return web.json_response(
            {
                "ok": True,
                "team": {"id": workspace.team_id, "name": workspace.name},
                "me": person_card(ctx, me.user),
                "people": [person_card(ctx, user) for user in workspace.users.values()],
                "channels": [
                    channel_card(ctx, me.id, channel)
                    for channel in workspace.channels.values()
                    if me.can_see(channel)
                ],
                "commands": [
                    {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
                    for one in ctx.manifest.commands.values()
                ],
                "message_shortcuts": [
                    {"name": one.name, "callback_id": one.callback_id}
                    for one in ctx.manifest.shortcuts
                    if one.type == "message"
                ],
                **self._live.clock_card(),
                "app": {
                    "name": ctx.manifest.bot_name,
                    "user_id": workspace.bot.id,
                    "connected": self._delivery.connected,
                    "home": ctx.manifest.home_enabled,
                    "read_only": ctx.manifest.messages_read_only,
                },
                "can_advance": isinstance(ctx.clock, MovableClock),
                "views": [view.filled_body for view in me.modals],
                "home": me.home.filled_body if me.home else None,
            }
        )

    async def messages(self, request: web.Request) -> web.Response:
        """The messages that a person sees in a channel or thread."""
        try:
            me = self._person(request.query.get("as"))
            shown = me.sees(self._channel(request.query), request.query.get("thread_ts"))
        except Refused as refusal:
            return _refused(refusal)
        return web.json_response({"ok": True, "messages": [message_card(one) for one in shown]})

    async def serve(self, request: web.Request) -> web.Response:
        """Carries out one of the page's verbs."""
        require_own_page(request)
        self._ctx.tick()
        verb = VERBS.get(request.match_info["verb"])
        if verb is None:
            raise web.HTTPNotFound
        try:
            body = json.loads(await request.read())
            answer = await verb(self, self._person(body.get("as")), body)
        except Refused as refusal:
            return _refused(refusal)
        except (KeyError, ValueError, OverflowError, AttributeError) as error:
            return _refused(Refused("invalid_arguments", f"The page sent something odd: {error!r}."))
        return web.json_response({"ok": True, **answer})

    def _person(self, who: Any) -> Person:
        workspace = self._ctx.workspace
        if who in (None, ""):
            who = next(user.id for user in workspace.users.values() if not user.is_bot and not user.deleted)
        if who not in workspace.users:
            raise Refused("user_not_found", "There is no such person.")
        return self._find_person(str(who))

    def _channel(self, body: Any) -> Channel:
        channel = self._ctx.workspace.channels.get(body.get("channel", ""))
        if channel is None:
            raise Refused("channel_not_found", "There is no such channel.")
        return channel

    def _message(self, me: Person, body: Body) -> Message:
        channel, ts = self._channel(body), body.get("ts", "")
        found = channel.messages.get(ts)
        if found is None:
            found = next((one for one in channel.ephemerals if one.ts == ts and one.seen_by == me.id), None)
        if found is None or not me.can_see(channel):
            raise Refused("message_not_found", "That message is gone.")
        return found

    def _view(self, me: Person, view_id: str) -> View:
        view = self._ctx.workspace.view(view_id)
        if view is None or view.user != me.id:
            raise Refused("not_found", "That modal is closed already.")
        return view

    def _element(self, me: Person, body: Body) -> tuple[Message | View, Body, Body]:
        source = self._view(me, body["view_id"]) if body.get("view_id") else self._message(me, body)
        for block, element in elements(source.blocks):
            if block["block_id"] == body["block_id"] and element.get("action_id") == body["action_id"]:
                return source, block, element
        raise Refused("no_such_element", "That button is gone.")

    async def _post(self, me: Person, body: Body) -> Body:
        return _typed(await me.types(self._channel(body), body["text"], body.get("thread_ts")))

    async def _command(self, me: Person, body: Body) -> Body:
        line = f"{body['command']} {body.get('text', '')}".rstrip()
        return _typed(await me.types(self._channel(body), line, body.get("thread_ts")))

    async def _edit(self, me: Person, body: Body) -> Body:
        await me.edits(self._message(me, body), body["text"])
        return {}

    async def _delete(self, me: Person, body: Body) -> Body:
        await me.deletes(self._message(me, body))
        return {}

    async def _react(self, me: Person, body: Body) -> Body:
        message = self._message(me, body)
        await (me.unreacts if body.get("remove") else me.reacts)(message, body["name"])
        return {}

    async def _act(self, me: Person, body: Body) -> Body:
        source, block, element = self._element(me, body)
        state = body.get("state") or {}
        if isinstance(source, View):
            for block_id, actions in (body.get("values") or {}).items():
                source.values.setdefault(block_id, {}).update(actions)
            if state and element["type"] not in ("button", "overflow"):
                source.values.setdefault(block["block_id"], {})[element["action_id"]] = state
        return _answered(await me.interactions.act(me.user, source, block, element, state))

    async def _shortcut(self, me: Person, body: Body) -> Body:
        return _answered(await me.uses(body["callback_id"], self._message(me, body)))

    async def _submit(self, me: Person, body: Body) -> Body:
        view = self._view(me, body["view_id"])
        result = await me.interactions.submit(me.user, view, body.get("values") or {})
        if result.error:
            raise Refused("trouble", result.error)
        return {"errors": result.errors} if result.errors else {}

    async def _close(self, me: Person, body: Body) -> Body:
        await me.closes(self._view(me, body["view_id"]))
        return {}

    async def _suggest(self, me: Person, body: Body) -> Body:
        source, block, element = self._element(me, body)
        return await me.interactions.suggest(me.user, source, block, element, body.get("value", ""))

    async def _home(self, me: Person, body: Body) -> Body:
        await me.opens_home(body.get("tab", "home"))
        return {}

    async def _join(self, me: Person, body: Body) -> Body:
        await me.joins(self._channel(body))
        return {}

    async def _invite(self, me: Person, body: Body) -> Body:
        await me.invites(self._channel(body), body["user"])
        return {}

    async def _dm(self, me: Person, body: Body) -> Body:
        other = self._ctx.workspace.user(body["user"])
        channel = self._ctx.workspace.dm(me.id, other.id)
        self._ctx.changed(SAVED)
        return {"channel": channel.id}

    async def _clock(self, me: Person, body: Body) -> Body:
        if not isinstance(self._ctx.clock, MovableClock):
            raise Refused("not_supported", "This clock cannot be moved.")
        if "until" in body:
            await self._time_travel.to(datetime.fromtimestamp(float(body["until"]), UTC))
        else:
            await self._time_travel.by(timedelta(seconds=float(body["seconds"])))
        return self._live.clock_card()


VERBS: dict[str, Verb] = {
    "post": PageApi._post,
    "command": PageApi._command,
    "edit": PageApi._edit,
    "delete": PageApi._delete,
    "react": PageApi._react,
    "action": PageApi._act,
    "shortcut": PageApi._shortcut,
    "submit": PageApi._submit,
    "close": PageApi._close,
    "suggest": PageApi._suggest,
    "home": PageApi._home,
    "join": PageApi._join,
    "invite": PageApi._invite,
    "dm": PageApi._dm,
    "clock": PageApi._clock,
}


def _typed(result: Message | CommandResult) -> Body:
    if isinstance(result, Message):
        return {"ts": result.ts}
    if not result.ok:
        raise Refused(result.error, result.message.text if result.message else result.error)
    return {}


def _answered(outcome: Outcome) -> Body:
    if not outcome.ok:
        raise Refused(outcome.error, f"The app did not answer ({outcome.error}).")
    return {}


def _refused(refusal: Refused) -> web.Response:
    return web.json_response({"ok": False, "error": refusal.code, "message": str(refusal)})
