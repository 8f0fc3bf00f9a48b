"""Tells the demo's eight weeks in their order, each deed in its hour, before the bot begins."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.demo import eight_weeks
from bot.demo.shapes import Asked, Found, Gave, Met, Thanked
from bot.demo.timeline import Chronicle
from learning.circles import facilitating, membership, plans, replies
from learning.core.sockets.threads import Reply
from learning.kudos import kudos
from learning.lunches import afterwards, announcements, proposals, seats
from learning.questions import drafts
from learning.questions.questions import word
from learning.workspace import channels, people, settings, workspaces
from sandbox import Sandbox
from storage.models.circles import Round
from storage.models.outbox import Lane

LEARNING, CIRCLES, KUDOS, ADMINS = "#learning", "#circles", "#kudos", "#learning-admins"
FACILITATOR = "chiara"
Deed = tuple[datetime, Callable[..., object]]


def tell(session: Session, sandbox: Sandbox, *, at: datetime) -> None:
    """Writes down what happened in the eight weeks before `at` (UTC), and what admins chose meanwhile."""
    chronicle = Chronicle(session, sandbox)
    _introduce(session, sandbox)
    _choose(chronicle)
    for when, deed in sorted(_deeds(chronicle, at), key=lambda one: one[0]):
        if when < at:
            deed(at=when)
    chronicle.comes(at)
    # The last days are played next, on a clock that goes back: nothing said here keeps anybody waiting there.
    session.execute(update(Lane).values(free_at=at - timedelta(weeks=9)))


def _introduce(session: Session, sandbox: Sandbox) -> None:
    """The bot comes into the company, and meets everybody."""
    workspace = sandbox.workspace
    workspaces.identify(
        session,
        workspaces.Workspace(
            workspace.team_id, workspace.name, sandbox.page_url, bot_user_id=workspace.bot.id
        ),
    )
    profiles = [
        people.Profile(
            user.id,
            user.display_name or user.real_name,
            user.tz,
            slack_admin=user.is_admin,
            is_guest=user.is_guest,
            is_bot=user.is_bot,
            is_gone=user.deleted,
            locale=user.locale,
        )
        for user in workspace.users.values()
    ]
    people.meet(session, workspace.team_id, profiles)
    people.appoint(session, workspace.team_id, facilitators=[workspace.user(FACILITATOR).id])
    for channel in workspace.channels.values():
        if workspace.bot.id in channel.members and channel.name:
            channels.remember(
                session,
                channels.Channel(
                    workspace.team_id, channel.id, channel.name, channel.kind == "private", False, True
                ),
            )


def _choose(chronicle: Chronicle) -> None:
    """What the company's admins have set."""
    chosen = {
        "kudos_channel": chronicle.channel(KUDOS).id,
        "circles_channel": chronicle.channel(CIRCLES).id,
        "admin_channel": chronicle.channel(ADMINS).id,
        "zone": "Europe/Lisbon",
        "team_source": "profile",
        "team_field": "Team",
    }
    settings.put(chronicle.session, chronicle.workspace_id, chosen)


def _deeds(chronicle: Chronicle, now: datetime) -> Iterator[Deed]:
    monday = datetime.combine(now.date() - timedelta(days=now.weekday()), time(), UTC)

    def when(weeks: int, day: int, hour: float) -> datetime:
        return monday + timedelta(weeks=-weeks, days=day, hours=hour)

    known: list[tuple[int, int]] = []
    for one in eight_weeks.QUESTIONS:
        yield when(one.weeks, one.day, one.hour), partial(_exchange, chronicle, one, known)
    for found in eight_weeks.FOUND:
        yield when(found.weeks, found.day, found.hour), partial(_finds, chronicle, found, known)
    for gave in eight_weeks.LUNCHES:
        noon = when(gave.weeks, gave.day, 12)
        lunch: list[int] = []
        yield noon - timedelta(days=6), partial(_proposes, chronicle, gave, noon, lunch)
        yield noon + timedelta(hours=3), partial(_looks_back, chronicle, gave, lunch)
        yield noon + timedelta(days=15), partial(_teaches, chronicle, gave, lunch)
    for thanked in eight_weeks.THANKS:
        today = datetime.combine(now.date(), time(), UTC)
        began = today if thanked.weeks == 0 else monday - timedelta(weeks=thanked.weeks)
        yield began + timedelta(days=thanked.day, hours=thanked.hour), partial(_thanks, chronicle, thanked)
    for met in eight_weeks.CIRCLES:
        zone = ZoneInfo(chronicle.user(FACILITATOR).tz)
        begun = monday - timedelta(weeks=met.weeks)
        circle: list[int] = []
        yield begun + timedelta(hours=8), partial(_begins, chronicle, met, begun, zone, circle)
        apart = timedelta(weeks=1 if met.repeat == "weekly" else 2)
        hour = datetime.combine(
            begun.date() + timedelta(days=met.weekday), time.fromisoformat(met.clock), zone
        )
        # Of the newest round, in which nobody has spoken yet, only the prompt goes out.
        for number in range(met.weeks + 1):
            asked = (hour + number * apart).astimezone(UTC)
            round_ = partial(_round, chronicle, circle, next(iter(met.rounds[number:]), ()))
            yield asked + timedelta(minutes=1), round_
            yield asked + timedelta(days=1, minutes=2), chronicle.comes


def _exchange(chronicle: Chronicle, one: Asked, known: list[tuple[int, int]], *, at: datetime) -> None:
    """A question, its replies, and whether one of them was it; `known` gets it and its first answer."""
    question_id = chronicle.ask(one.asker, one.text, LEARNING, at=at)
    numbers = [
        chronicle.answer(who, text, question_id, at=at + timedelta(hours=later))
        for who, later, text in one.replies
    ]
    if one.accepts is not None:
        accepted = numbers[one.accepts]
        assert accepted is not None
        last = max(later for _, later, _ in one.replies)
        chronicle.accept(one.asker, accepted, at=at + timedelta(hours=last + 0.3))
    known.append((question_id, len(known)))


def _finds(chronicle: Chronicle, found: Found, known: list[tuple[int, int]], *, at: datetime) -> None:
    """Someone finds what was answered already, and need not ask."""
    asked, alike = drafts.ask_unless_known(
        chronicle.session,
        chronicle.workspace_id,
        chronicle.id(found.who),
        word(found.text),
        here=chronicle.channel(LEARNING).id,
        channel_id=chronicle.channel(LEARNING).id,
        request_key=chronicle.key(),
        at=at,
    )
    assert alike, found.text
    drafts.deflect(
        chronicle.session,
        chronicle.workspace_id,
        chronicle.id(found.who),
        asked.question_id,
        known[found.which][0],
        at=at,
    )
    chronicle.comes(at)


def _proposes(chronicle: Chronicle, gave: Gave, noon: datetime, lunch: list[int], *, at: datetime) -> None:
    """Someone gives a lunch, and people sign up; `lunch` gets its number."""
    zone = chronicle.user(gave.host).tz
    local = noon.astimezone(ZoneInfo(zone))
    wanted = proposals.plan(
        gave.title,
        gave.takeaways,
        on=local.date().isoformat(),
        clock=local.strftime("%H:%M"),
        zone=zone,
        minutes="45",
        seats=gave.seats,
        place="Room Aurora",
        channel_id=chronicle.channel(LEARNING).id,
        at=at,
    )
    proposed = proposals.propose(
        chronicle.session,
        chronicle.workspace_id,
        chronicle.id(gave.host),
        wanted,
        request_key=chronicle.key(),
        at=at,
    )
    lunch.append(proposed.card.lunch_id)
    announcements.announce(chronicle.session, at=at)
    chronicle.comes(at)
    for guest in gave.guests:
        seats.join(chronicle.session, chronicle.workspace_id, chronicle.id(guest), lunch[0], at=at)
    chronicle.comes(at + timedelta(minutes=5))


def _looks_back(chronicle: Chronicle, gave: Gave, lunch: list[int], *, at: datetime) -> None:
    """It took place: its host says who was there, they what they made of it."""
    session, workspace_id, (lunch_id,) = chronicle.session, chronicle.workspace_id, lunch
    chronicle.comes(at)
    there = [chronicle.id(guest) for guest in gave.guests]
    afterwards.confirm(session, workspace_id, chronicle.id(gave.host), lunch_id, there, at=at)
    for who, (stars, use) in gave.ratings.items():
        afterwards.was_there(session, workspace_id, chronicle.id(who), lunch_id, there=True, at=at)
        afterwards.rate(session, workspace_id, chronicle.id(who), lunch_id, stars, use=use, at=at)
    chronicle.comes(at)


def _teaches(chronicle: Chronicle, gave: Gave, lunch: list[int], *, at: datetime) -> None:
    """Two weeks later some of those who learned would teach it."""
    chronicle.comes(at)
    for who in gave.teaches:
        member_id = chronicle.id(who)
        afterwards.teach(chronicle.session, chronicle.workspace_id, member_id, lunch[0], teaches=True, at=at)
    chronicle.comes(at)


def _thanks(chronicle: Chronicle, one: Thanked, *, at: datetime) -> None:
    """Someone thanks others, in the channel for that."""
    kudos.give(
        chronicle.session,
        chronicle.workspace_id,
        chronicle.id(one.giver),
        [chronicle.id(name) for name in one.receivers],
        kudos.word(one.reason),
        here=chronicle.channel(KUDOS).id,
        request_key=chronicle.key(),
        at=at,
    )
    chronicle.comes(at)


def _begins(
    chronicle: Chronicle, met: Met, begun: datetime, zone: ZoneInfo, circle: list[int], *, at: datetime
) -> None:
    """The facilitator begins a circle, and people join; `circle` gets its number."""
    wanted = plans.plan(
        met.name,
        topic=met.topic,
        channel_id=chronicle.channel(CIRCLES).id,
        repeat=met.repeat,
        weekday=met.weekday,
        clock=met.clock,
        zone=zone.key,
        start=begun.date().isoformat(),
        kinds=met.kinds,
        at=at,
    )
    facts = facilitating.begin(
        chronicle.session,
        chronicle.workspace_id,
        chronicle.id(FACILITATOR),
        wanted,
        request_key=chronicle.key(),
        at=at,
    )
    circle.append(facts.circle_id)
    for name in met.members:
        membership.join(chronicle.session, chronicle.workspace_id, chronicle.id(name), facts.circle_id, at=at)
    chronicle.comes(at)


def _round(
    chronicle: Chronicle, circle: list[int], said: tuple[tuple[str, str], ...], *, at: datetime
) -> None:
    """The circle's prompt goes out, and some of its members speak; the first is liked most."""
    chronicle.comes(at)
    newest = select(Round).where(Round.circle_id == circle[0], Round.message_ts.is_not(None))
    row = chronicle.session.scalars(newest.order_by(Round.due_at.desc()).limit(1)).one()
    assert row.message_ts is not None
    for number, (who, text) in enumerate(said):
        spoken = at + timedelta(minutes=20 * (number + 1))
        likes = ["chiara", "ana"][: 2 - number]
        ts = chronicle.reply(who, text, chronicle.channel(CIRCLES), row.message_ts, at=spoken, likes=likes)
        reply = Reply(
            channel_id=row.channel_id,
            thread_ts=row.message_ts,
            ts=ts,
            author_id=chronicle.id(who),
            text=text,
            reactions=len(likes),
            spoken_at=spoken,
        )
        replies.heard(chronicle.session, chronicle.workspace_id, row.id, reply)
    chronicle.comes(at + timedelta(hours=2))
