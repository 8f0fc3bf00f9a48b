"""Thanks as they stand: whom they name, what they are about, and who may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from learning.core import log, topics
from learning.kudos import names
from learning.kudos.settings import KUDOS_CHANNEL
from learning.workspace import channels, settings, workspaces
from storage.models.kudos import Kudos, KudosRecipient, KudosTopic
from storage.models.workspace import Topic

COMMAND, PRESS, REACTION = "command", "press", "reaction"
"""How thanks are given; the form is the command's."""
Given = Row[datetime, str, str]
"""When somebody thanked somebody."""


@dataclass(frozen=True, slots=True)
class Thanks:
    """What somebody was thanked for, as it stands; `link` leads to the message that a reaction is on."""

    kudos_id: int
    giver_id: str
    member_ids: tuple[str, ...]
    reason: str
    topics: tuple[str, ...]
    how: str
    stands: bool
    channel_id: str | None
    given_at: datetime
    link: str = ""


def facts(session: Session, kudos_id: int) -> Thanks:
    """Thanks as they stand now."""
    return looks(session, [session.get_one(Kudos, kudos_id, populate_existing=True)])[0]


def looks(session: Session, rows: Sequence[Kudos]) -> tuple[Thanks, ...]:
    """These thanks as they stand now, in their order."""
    numbers = [row.id for row in rows]
    to: dict[int, list[str]] = {}
    for number, member_id in session.execute(
        select(KudosRecipient.kudos_id, KudosRecipient.member_id)
        .where(KudosRecipient.kudos_id.in_(numbers))
        .order_by(KudosRecipient.member_id)
    ):
        to.setdefault(number, []).append(member_id)
    about: dict[int, list[str]] = {}
    for number, name in session.execute(
        select(KudosTopic.kudos_id, Topic.name)
        .join(Topic, Topic.id == KudosTopic.topic_id)
        .where(KudosTopic.kudos_id.in_(numbers))
        .order_by(KudosTopic.position)
    ):
        about.setdefault(number, []).append(name)
    return tuple(
        Thanks(
            row.id,
            row.giver_id,
            tuple(to.get(row.id, ())),
            row.reason,
            tuple(about.get(row.id, ())),
            row.how,
            row.retracted_at is None,
            row.channel_id,
            row.given_at,
            workspaces.link(session, row.workspace_id, row.channel_id, row.message_ts)
            if row.channel_id and row.message_ts
            else "",
        )
        for row in rows
    )


def members(session: Session, kudos_id: int) -> tuple[str, ...]:
    """The ids of those thanked."""
    return tuple(
        session.scalars(
            select(KudosRecipient.member_id)
            .where(KudosRecipient.kudos_id == kudos_id)
            .order_by(KudosRecipient.member_id)
        )
    )


def received(workspace_id: str, member_id: str) -> Select[int]:
    """The thanks that somebody received."""
    return select(KudosRecipient.kudos_id).where(
        KudosRecipient.workspace_id == workspace_id, KudosRecipient.member_id == member_id
    )


def standing(session: Session, workspace_id: str, since: datetime, until: datetime) -> Sequence[Given]:
    """Who thanked whom from `since` to before `until` (UTC), where it was not taken back since; one row for
    each who is thanked."""
    numbers = log.numbers(session, workspace_id, names.Verbs.THANKED, since, until)
    return session.execute(
        select(Kudos.given_at, Kudos.giver_id, KudosRecipient.member_id)
        .join(KudosRecipient, KudosRecipient.kudos_id == Kudos.id)
        .where(
            Kudos.workspace_id == workspace_id,
            Kudos.given_at >= since,
            Kudos.given_at < until,
            Kudos.retracted_at.is_(None),
            Kudos.id.between(*numbers),
            KudosRecipient.kudos_id.between(*numbers),
        )
    ).all()


def by_request(session: Session, workspace_id: str, request_key: str) -> Kudos | None:
    """Thanks by the request that gave them, as they stand now."""
    return session.scalars(
        select(Kudos)
        .where(Kudos.workspace_id == workspace_id, Kudos.request_key == request_key)
        .execution_options(populate_existing=True)
    ).first()


def write(session: Session, row: Kudos, member_ids: Sequence[str], names: Sequence[str]) -> Kudos:
    """Writes down new thanks, taken back until they stand."""
    row.retracted_at = row.given_at
    session.add(row)
    session.flush()
    for member_id in member_ids:
        session.add(KudosRecipient(kudos_id=row.id, member_id=member_id, workspace_id=row.workspace_id))
    spoken = topics.known_in(session, row.workspace_id, row.reason)
    tagged = topics.ensure(session, row.workspace_id, topics.merge([names, spoken]))
    for place, topic_id in enumerate(tagged):
        session.add(
            KudosTopic(kudos_id=row.id, topic_id=topic_id, workspace_id=row.workspace_id, position=place)
        )
    session.flush()
    return row


def card_in(session: Session, row: Kudos) -> str | None:
    """The channel that shows these thanks.

    What was said in a private place is shown there, if the bot is in it, or nowhere. Else it is the channel
    chosen for kudos; without one, where it was typed, if the bot is in it.
    """
    room = channels.get(session, row.workspace_id, row.channel_id) if row.channel_id else None
    there = row.channel_id if room and room.bot_is_in and not room.is_archived else None
    typed_there = there if row.how == COMMAND else None
    if row.channel_id and (room is None or room.is_private):
        return typed_there
    return settings.get(session, row.workspace_id)[KUDOS_CHANNEL] or typed_there


def public(workspace_id: str) -> ColumnElement[bool]:
    """Thanks that everyone in the workspace may read: not said in a private place."""
    from_anywhere = Kudos.channel_id.is_(None)
    return from_anywhere | Kudos.channel_id.in_(channels.open_to_all(workspace_id))
