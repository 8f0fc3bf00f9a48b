"""The weekly roundup of thanks: whose help went unseen first, then what it was about, and a few reasons."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from learning.core import wallclock
from learning.core.features import features
from learning.core.schedules import Occurrence
from learning.kudos import names, thanks
from learning.kudos.settings import KUDOS_CHANNEL, RANKING
from learning.kudos.thanks import COMMAND, Thanks
from learning.workspace import settings
from storage.models.kudos import Kudos, KudosRecipient
from storage.models.workspace import Member, Preference
from storage.outbox import outbox, undelivered
from storage.outbox.recipients import is_nobody

OF_USE = timedelta(days=3)
"""How long after its hour a roundup is still worth reading."""
NO_CHANNEL = "no channel for kudos is chosen"
NOTHING = "nobody was thanked this week, and nobody helped unseen"
TOO_LATE = "the bot was away when it was due, and three days later it was of no use"
LOOK_BACK = timedelta(weeks=8)
OFTEN = 3
"""Who helped so many times in `LOOK_BACK` helps often."""
RARELY = 1
"""Whom at most so many different people thanked in `LOOK_BACK` is rarely thanked."""
SHOWN, THEMES, REASONS, RANKED = 10, 5, 3, 3


@dataclass(frozen=True, slots=True)
class Theme:
    """A topic that people were thanked about: how many times, and who."""

    topic: str
    times: int
    member_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roundup:
    """A week of thanks, without those who want to be left out.

    `times` counts each person thanked each time. `first_timers` were never thanked before; for `quiet` see
    `quiet_helpers`. `reasons` are a few in full. `ranked` is who was thanked by the most different people,
    with how many; empty unless an admin turned it on.
    """

    times: int
    people: int
    first_timers: tuple[str, ...]
    quiet: tuple[str, ...]
    themes: tuple[Theme, ...]
    reasons: tuple[Thanks, ...]
    ranked: tuple[tuple[str, int], ...] = ()


def post(session: Session, occurrence: Occurrence, *, at: datetime) -> None:
    """The roundup falls due: it is owed to the channel for kudos, once a day at most.

    Without a channel, or with nothing to say, that is recorded instead.
    """
    channel_id = settings.get(session, occurrence.workspace_id)[KUDOS_CHANNEL]
    if channel_id is None:
        _record(session, occurrence, NO_CHANNEL, at)
        return
    until = int(occurrence.at.timestamp())
    week = roundup(session, occurrence.workspace_id, until)
    if not week.times and not week.quiet:
        _record(session, occurrence, NOTHING, at)
        return
    key = _key(occurrence)
    if not outbox.is_known(session, occurrence.workspace_id, key):
        outbox.say(
            session,
            occurrence.workspace_id,
            key,
            names.ROUNDUP,
            until,
            channel_id,
            at=at,
            due_at=occurrence.at,
            of_use=OF_USE,
        )


def missed(session: Session, occurrence: Occurrence, *, at: datetime) -> None:
    """A roundup that fell due while the bot was away, too long ago to be of use: recorded as skipped."""
    _record(session, occurrence, TOO_LATE, at)


def roundup(session: Session, workspace_id: str, until: int) -> Roundup:
    """The roundup of the seven days, on the workspace's own wall clock, before `until` (epoch seconds)."""
    end, zone = datetime.fromtimestamp(until, UTC), settings.zone(session, workspace_id)
    since = wallclock.instant(wallclock.wall(end, zone) - timedelta(days=7), zone)
    given = thanks.looks(
        session,
        session.scalars(
            select(Kudos)
            .where(
                Kudos.workspace_id == workspace_id,
                Kudos.given_at >= since,
                Kudos.given_at < end,
                Kudos.retracted_at.is_(None),
                thanks.public(workspace_id),
            )
            .order_by(Kudos.given_at.desc(), Kudos.id.desc())
        ).all(),
    )
    hidden = left_out(session, workspace_id)
    thanked = Counter(one for facts in given for one in facts.member_ids if _is_shown(one, hidden))
    before = _thanked_before(session, workspace_id, list(thanked), since)
    first_timers = tuple(sorted(set(thanked) - before))
    quiet = quiet_helpers(session, workspace_id, hidden, end)
    by = {(one, facts.giver_id) for facts in given for one in facts.member_ids if one in thanked}
    ranked = Counter(one for one, _ in by) if settings.get(session, workspace_id)[RANKING] else Counter[str]()
    return Roundup(
        times=thanked.total(),
        people=len(thanked),
        first_timers=first_timers[:SHOWN],
        quiet=quiet[:SHOWN],
        themes=_themes(given, thanked),
        reasons=_reasons(given, hidden, {*first_timers, *quiet}),
        ranked=tuple(sorted(ranked.items(), key=lambda pair: (-pair[1], pair[0]))[:RANKED]),
    )


def left_out(session: Session, workspace_id: str) -> frozenset[str]:
    """Who is named in no roundup, neither as thanked nor with their words: who wants it so, and the gone."""
    wishes = select(Preference.member_id).where(
        Preference.workspace_id == workspace_id, Preference.roundups.is_(False)
    )
    gone = select(Member.id).where(Member.workspace_id == workspace_id, or_(Member.is_gone, Member.is_bot))
    return frozenset((*session.scalars(wishes), *session.scalars(gone)))


def quiet_helpers(
    session: Session, workspace_id: str, hidden: Collection[str], until: datetime
) -> tuple[str, ...]:
    """Who helps often and is rarely thanked, least thanked first.

    In the eight weeks before `until` (UTC) they helped at least `OFTEN` times and at most `RARELY` different
    people thanked them. Help is an answer that was accepted, of a question of somebody else's, in a channel
    that everyone may read, a lunch hosted, or half an hour for which the two met.
    """
    since = until - LOOK_BACK
    helped = _helped(session, workspace_id, since, until)
    often = [one for one, times in helped.items() if times >= OFTEN and _is_shown(one, hidden)]
    givers: dict[str, int] = dict(
        session.execute(
            select(KudosRecipient.member_id, func.count(Kudos.giver_id.distinct()))
            .join(Kudos, Kudos.id == KudosRecipient.kudos_id)
            .where(
                Kudos.workspace_id == workspace_id,
                Kudos.given_at >= since,
                Kudos.given_at < until,
                Kudos.retracted_at.is_(None),
                KudosRecipient.member_id.in_(often),
            )
            .group_by(KudosRecipient.member_id)
        ).all()
    )
    rarely = [one for one in often if givers.get(one, 0) <= RARELY]
    return tuple(sorted(rarely, key=lambda one: (givers.get(one, 0), one)))


def _helped(session: Session, workspace_id: str, since: datetime, until: datetime) -> Counter[str]:
    helped: Counter[str] = Counter()
    for feature in features().values():
        for count in feature.people.helped:
            helped.update(count(session, workspace_id, since, until))
    return helped


def _thanked_before(
    session: Session, workspace_id: str, member_ids: Collection[str], since: datetime
) -> set[str]:
    rows = session.scalars(
        select(KudosRecipient.member_id)
        .distinct()
        .join(Kudos, Kudos.id == KudosRecipient.kudos_id)
        .where(
            KudosRecipient.workspace_id == workspace_id,
            KudosRecipient.member_id.in_(member_ids),
            Kudos.given_at < since,
            Kudos.retracted_at.is_(None),
        )
    )
    return set(rows)


def _themes(given: tuple[Thanks, ...], shown: Collection[str]) -> tuple[Theme, ...]:
    about: dict[str, Counter[str]] = {}
    for facts in given:
        for topic in facts.topics:
            about.setdefault(topic, Counter()).update(one for one in facts.member_ids if one in shown)
    themes = [Theme(topic, who.total(), tuple(sorted(who))) for topic, who in about.items() if who]
    return tuple(sorted(themes, key=lambda theme: (-theme.times, theme.topic))[:THEMES])


def _reasons(
    given: tuple[Thanks, ...], hidden: Collection[str], first: Collection[str]
) -> tuple[Thanks, ...]:
    """A few reasons in full, no giver and nobody thanked twice: those for who is seen too little come first,
    then people's own words, then the newest."""
    speaking = [
        facts
        for facts in given
        if facts.reason and all(_is_shown(one, hidden) for one in (facts.giver_id, *facts.member_ids))
    ]
    speaking.sort(key=lambda facts: (not set(facts.member_ids) & set(first), facts.how != COMMAND))
    chosen: list[Thanks] = []
    for facts in speaking:
        used = {one for other in chosen for one in (f"by {other.giver_id}", *other.member_ids)}
        if len(chosen) < REASONS and not used & {f"by {facts.giver_id}", *facts.member_ids}:
            chosen.append(facts)
    return tuple(chosen)


def _is_shown(member_id: str, hidden: Collection[str]) -> bool:
    return member_id not in hidden and not is_nobody(member_id)


def _key(occurrence: Occurrence) -> str:
    return outbox.key(names.ROUNDUP, occurrence.day.isoformat())


def _record(session: Session, occurrence: Occurrence, why: str, at: datetime) -> None:
    undelivered.skip(
        session,
        occurrence.workspace_id,
        _key(occurrence),
        names.ROUNDUP,
        int(occurrence.at.timestamp()),
        why,
        due_at=occurrence.at,
        at=at,
    )
