"""A lunch as its host sees it: proposing, changing, cancelling, closing, writing, links, taking over."""

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.afterwards import open_roll
from handlers.desk import Desk, Who, number
from handlers.forms import open_view
from learning import announcements, hosting, lunches, people, proposals, series
from learning.errors import LearningError
from messages import hosting as host_voice
from messages import ids
from messages import lunches as voice
from messages.text import Said


async def open_form(
    client: AsyncWebClient,
    desk: Desk,
    trigger_id: str,
    *,
    here: str,
    who: Who,
    named: Sequence[str] = (),
) -> None:
    """Opens the modal that proposes a lunch, in the host's zone, for the channel they are in."""
    host = await desk.database.read(people.get, who.workspace_id, who.id)
    usual = desk.settings.lunches_channel or here
    room = await desk.rooms.look(usual) if usual else None
    form = host_voice.propose(
        zone=str(series.zone_info(host.zone)),
        here=here,
        named=named,
        channel_id=usual if room and room.bot_is_in and not room.is_archived else None,
        first_day=series.wall(desk.clock.now(), host.zone).date() + timedelta(days=1),
    )
    await open_view(client, trigger_id, form)


async def coming(desk: Desk, who: Who, here: str) -> Said:
    """What `/learn lunches` says."""
    listed = await desk.database.read(
        lunches.coming, who.workspace_id, who.id, here=here, at=desk.clock.now()
    )
    return voice.coming(listed)


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """Someone sent the form that proposes a lunch."""
    view = body["view"]
    kept = json.loads(view["private_metadata"])
    wanted = _plan(view, desk, kept["zone"], _value(view, host_voice.CHANNEL) or "")
    await _check_channel(desk, wanted.channel_id)
    proposed = await desk.database.run(
        proposals.propose,
        who.workspace_id,
        who.id,
        wanted,
        request_key=f"view:{view['id']}",
        at=desk.clock.now(),
    )
    said = voice.proposed(proposed.card, len(proposed.lunch_ids))
    await ack(response_action="update", view=host_voice.done(said))


async def submit_edit(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """A host sent the form that changes a lunch."""
    view = body["view"]
    kept = json.loads(view["private_metadata"])
    before = await desk.database.read(lunches.card, kept["lunch"])
    channel_id = _value(view, host_voice.CHANNEL) or before.channel_id
    wanted = _plan(view, desk, kept["zone"], channel_id)
    if channel_id != before.channel_id:
        await _check_channel(desk, channel_id)
    edited = await desk.database.run(
        hosting.edit,
        who.workspace_id,
        who.id,
        kept["lunch"],
        wanted,
        version=kept["version"],
        scope=_value(view, host_voice.SCOPE) or hosting.THIS,
        at=desk.clock.now(),
    )
    await ack(response_action="update", view=host_voice.done(host_voice.edited(edited.card, edited.sittings)))


async def submit_cancel(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """A host said why a lunch is cancelled."""
    view = body["view"]
    called_off = await desk.database.run(
        hosting.cancel,
        who.workspace_id,
        who.id,
        number(view["private_metadata"]),
        _value(view, host_voice.WHY) or "",
        scope=_value(view, host_voice.SCOPE) or hosting.THIS,
        at=desk.clock.now(),
    )
    said = host_voice.called_off(called_off.card, called_off.sittings)
    await ack(response_action="update", view=host_voice.done(said))


async def submit_note(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """A host wrote to those with a seat."""
    view = body["view"]
    readers = await desk.database.run(
        hosting.write,
        who.workspace_id,
        who.id,
        number(view["private_metadata"]),
        _value(view, host_voice.NOTE) or "",
        request_key=f"view:{view['id']}",
        at=desk.clock.now(),
    )
    await ack(response_action="update", view=host_voice.done(host_voice.written(readers)))


async def submit_recording(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who) -> None:
    """A host said where people can look back on a lunch."""
    view = body["view"]
    facts = await desk.database.run(
        hosting.record,
        who.workspace_id,
        who.id,
        number(view["private_metadata"]),
        _value(view, host_voice.RECORDING) or "",
        at=desk.clock.now(),
    )
    await ack(response_action="update", view=host_voice.done(host_voice.kept_link(facts)))


async def more(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who, respond: AsyncRespond
) -> None:
    """A host chose something from a card's menu."""
    chosen, _, carried = body["actions"][0]["selected_option"]["value"].partition(":")
    await _CHOICES[chosen](body, client, desk, who, respond, number(carried))
    await ack()


async def edit(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who) -> None:
    """A host pressed Choose another, because a card could not be posted."""
    await _open_edit(body, client, desk, who, None, number(body["actions"][0]["value"]))
    await ack()


async def cancel(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who) -> None:
    """A facilitator pressed Cancel it."""
    await _open_cancel(body, client, desk, who, None, number(body["actions"][0]["value"]))
    await ack()


async def record(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who) -> None:
    """A host pressed Add a recording or slides."""
    await _open_record(body, client, desk, who, None, number(body["actions"][0]["value"]))
    await ack()


async def post_again(
    ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond
) -> None:
    """A host whose lunch could not be announced pressed Post it again."""
    facts = await desk.database.run(
        announcements.post_again,
        who.workspace_id,
        who.id,
        number(body["actions"][0]["value"]),
        at=desk.clock.now(),
    )
    await ack()
    desk.whisper(body, respond, voice.proposed(facts, 1))


async def take_over(ack: AsyncAck, body: dict[str, Any], desk: Desk, who: Who, respond: AsyncRespond) -> None:
    """A facilitator pressed I'll host it."""
    taken = await desk.database.run(
        hosting.take_over,
        who.workspace_id,
        who.id,
        number(body["actions"][0]["value"]),
        at=desk.clock.now(),
    )
    await ack()
    desk.whisper(body, respond, host_voice.taken_over(taken.card, taken.sittings))


async def _open_edit(
    body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who, _: Any, lunch_id: int
) -> None:
    facts = await desk.database.run(hosting.form, who.workspace_id, who.id, lunch_id, at=desk.clock.now())
    await open_view(client, body["trigger_id"], host_voice.edit(facts), over=body.get("view"))


async def _open_cancel(
    body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who, _: Any, lunch_id: int
) -> None:
    facts = await desk.database.run(hosting.form, who.workspace_id, who.id, lunch_id, at=desk.clock.now())
    await open_view(client, body["trigger_id"], host_voice.cancel(facts), over=body.get("view"))


async def _open_note(
    body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who, _: Any, lunch_id: int
) -> None:
    facts = await desk.database.run(hosting.owned, who.workspace_id, who.id, lunch_id)
    await open_view(client, body["trigger_id"], host_voice.write(facts), over=body.get("view"))


async def _open_record(
    body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who, _: Any, lunch_id: int
) -> None:
    facts = await desk.database.run(hosting.owned, who.workspace_id, who.id, lunch_id)
    await open_view(client, body["trigger_id"], host_voice.record(facts), over=body.get("view"))


async def _open_roll(
    body: dict[str, Any], client: AsyncWebClient, desk: Desk, who: Who, _: Any, lunch_id: int
) -> None:
    await open_roll(client, desk, body["trigger_id"], who, lunch_id)


async def _close(
    body: dict[str, Any], _: AsyncWebClient, desk: Desk, who: Who, respond: AsyncRespond, lunch_id: int
) -> None:
    closed = body["actions"][0]["selected_option"]["value"].startswith(f"{ids.LUNCH_CLOSE}:")
    facts = await desk.database.run(
        hosting.close, who.workspace_id, who.id, lunch_id, closed=closed, at=desk.clock.now()
    )
    desk.whisper(body, respond, host_voice.closed(facts))


_CHOICES: dict[str, Callable[..., Awaitable[None]]] = {
    ids.LUNCH_EDIT: _open_edit,
    ids.LUNCH_CANCEL: _open_cancel,
    ids.LUNCH_WRITE: _open_note,
    ids.LUNCH_RECORD: _open_record,
    ids.LUNCH_ROLL: _open_roll,
    ids.LUNCH_CLOSE: _close,
    ids.LUNCH_OPEN: _close,
}


def _plan(view: dict[str, Any], desk: Desk, zone: str, channel_id: str) -> proposals.Plan:
    """What the form says, checked."""
    if not channel_id:
        raise LearningError("Choose a channel to announce it in.", field=host_voice.CHANNEL)
    topics = view["state"]["values"][host_voice.TOPICS][ids.TOPICS].get("selected_options") or []
    return proposals.plan(
        _value(view, host_voice.TITLE) or "",
        _value(view, host_voice.TAKEAWAYS) or "",
        named=[option["value"] for option in topics],
        on=_value(view, host_voice.DATE),
        clock=_value(view, host_voice.TIME),
        zone=zone,
        minutes=_value(view, host_voice.MINUTES),
        seats=_value(view, host_voice.SEATS),
        place=_value(view, host_voice.PLACE) or "",
        channel_id=channel_id,
        repeat=_value(view, host_voice.REPEAT) or series.ONCE,
        until=_value(view, host_voice.UNTIL),
        at=desk.clock.now(),
    )


def _value(view: dict[str, Any], field: str) -> str | None:
    """What a field holds, whatever kind of field it is; None when the form has none of this name."""
    state = view["state"]["values"].get(field, {}).get(field, {})
    chosen = state.get("selected_option")
    if chosen:
        return str(chosen["value"])
    for name in ("value", "selected_date", "selected_time", "selected_conversation"):
        if state.get(name):
            return str(state[name])
    return None


async def _check_channel(desk: Desk, channel_id: str) -> None:
    room = await desk.rooms.look(channel_id)
    if room.is_archived:
        raise LearningError("That channel is archived. Choose another one.", field=host_voice.CHANNEL)
    if not room.bot_is_in:
        raise LearningError(
            "I'm not in that channel, so I can't post there. Choose one that I'm in, or invite me first.",
            field=host_voice.CHANNEL,
        )
