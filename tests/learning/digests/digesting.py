"""A week of a small company, counted by hand, for tests of digests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles.figures import CIRCLES, Circles
from learning.core.sockets.digest import Figure
from learning.core.sockets.threads import Reply
from learning.core.weeks import Week
from learning.digests.figures import Figures
from learning.digests.participation import PEOPLE, Participation
from learning.kudos.figures import KUDOS, KudosGiven
from learning.lunches import afterwards, hosting, seats
from learning.lunches.figures import LUNCHES, NEW_TEACHERS, Lunches
from learning.questions import acceptance, answers, questions
from learning.questions.figures import DEFLECTIONS, QUESTIONS, Questions
from learning.teaching import wishes
from learning.workspace import channels, people, settings, workspaces
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from learning.workspace.workspaces import Workspace
from storage import activity_log
from storage.models.kudos import Kudos, KudosRecipient
from storage.models.outbox import Outbox
from storage.models.questions import Question
from storage.models.workspace import Member
from tests.learning.lunches import lunching

T, C, SECRET = "T1", "C1", "C2"
ZONE = "Europe/Lisbon"
WEEK = Week(date(2026, 3, 2), ZONE)
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
"""Ten o'clock in Lisbon, in the week that is counted."""
AFTER = datetime(2026, 3, 9, 9, tzinfo=UTC)
"""When the digest of that week is made."""
ANA, BEN, HUGO, KATE, LIAM, FAY = "UANA", "UBEN", "UHUGO", "UKATE", "ULIAM", "UFAY"
GRACE, NOOR, BOT = "UGRACE", "UNOOR", "UBOT"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def counted(
    week: Week = WEEK,
    people: Participation | None = None,
    questions: Questions | None = None,
    lunches: Lunches | None = None,
    deflections: int = 0,
    prompts: int = 0,
    voices: int = 0,
    thanks: int = 0,
    thanked: int = 0,
    new_teachers: int = 0,
) -> Figures:
    """The figures of a week in which this was counted, and nothing else."""
    values: dict[Figure[Any], Any] = {
        PEOPLE: people or Participation(),
        QUESTIONS: questions or Questions(),
        LUNCHES: lunches or Lunches(),
        DEFLECTIONS: deflections,
        CIRCLES: Circles(prompts, voices),
        KUDOS: KudosGiven(thanks, thanked),
        NEW_TEACHERS: new_teachers,
    }
    return Figures(week, {figure: value for figure, value in values.items() if value != figure.nothing})


def town(session: Session) -> None:
    """Seven people: Grace is an admin, Fay facilitates; Noor has left, and there is an app."""
    workspaces.identify(session, Workspace(T, "Town", "https://town.slack.com/", BOT))
    names = {ANA: "Ana", BEN: "Ben", HUGO: "Hugo", KATE: "Kate", LIAM: "Liam", FAY: "Fay", GRACE: "Grace"}
    profiles = [Profile(number, name, ZONE) for number, name in names.items()]
    people.meet(
        session,
        T,
        [*profiles, Profile(NOOR, "Noor", ZONE, is_gone=True), Profile(BOT, "Teachback", is_bot=True)],
    )
    people.appoint(session, T, facilitators=[FAY], admins=[GRACE])
    channels.remember(session, Channel(T, C, "learning", False, False, True))
    channels.remember(session, Channel(T, SECRET, "secret", True, False, True))
    settings.put(session, T, {"zone": ZONE})


def ask(
    session: Session,
    who: str,
    text: str,
    *,
    at: datetime,
    topics: Sequence[str] = (),
    anonymous: bool = False,
    where: str = C,
) -> int:
    """Somebody asks a question, and its card is posted."""
    wording = questions.word(text, named=topics, anonymous=anonymous)
    asked = questions.ask(session, T, who, wording, channel_id=where, request_key=f"{who}:{text}:{at}", at=at)
    questions.posted(session, asked.question_id, f"{at.timestamp():.6f}", at=at)
    return asked.question_id


def reply(session: Session, question_id: int, who: str, *, at: datetime, text: str = "Like this.") -> int:
    """Somebody replies in its thread."""
    question = questions.get(session, T, question_id)
    number = answers.heard(
        session,
        T,
        question.id,
        Reply(
            channel_id=question.channel_id,
            thread_ts=question.message_ts or "",
            ts=f"{at.timestamp():.6f}",
            author_id=who,
            text=text,
            spoken_at=at,
        ),
    )
    assert number is not None
    return number


def does(session: Session, who: str | None, verb: str, *, at: datetime, about: tuple[str, int]) -> None:
    """A line in the activity log."""
    activity_log.record(session, T, who, verb, about, at=at)


def lunch(session: Session, guests: Sequence[str], *, at: datetime, seats_: int | None = 4) -> int:
    """Ben's lunch, proposed two days before `at`, with these guests."""
    before = at - timedelta(days=2)
    number = lunching.propose(
        session,
        at=before,
        key=f"view:{at}",
        on=f"{at:%Y-%m-%d}",
        clock=f"{at:%H:%M}",
        seats=str(seats_) if seats_ else None,
    )
    for guest in guests:
        seats.join(session, T, guest, number, at=before)
    return number


def rated(session: Session, number: int, ratings: dict[str, int], *, at: datetime) -> None:
    """What people made of a lunch."""
    for guest, rating in ratings.items():
        afterwards.rate(session, T, guest, number, rating, at=at)


def thank(
    session: Session, giver: str, *recipients: str, at: datetime, taken_back: datetime | None = None
) -> None:
    """Somebody thanks others, a line in the log for each; perhaps it was taken back."""
    row = Kudos(
        workspace_id=T,
        giver_id=giver,
        how="command",
        request_key=f"{giver}:{recipients}:{at}",
        given_at=at,
        retracted_at=taken_back,
    )
    session.add(row)
    session.flush()
    for member_id in recipients:
        session.add(KudosRecipient(kudos_id=row.id, member_id=member_id, workspace_id=T))
        does(session, giver, "thanked", at=at, about=("kudos", row.id))
    session.flush()


def wish(session: Session, topic: str, *who: str, at: datetime = MONDAY) -> None:
    """These people would like to learn about a topic."""
    for member in who:
        wishes.wish(session, T, member, [topic], at=at)


def owed(session: Session, kind: str) -> list[str]:
    """Who is owed messages of a kind."""
    return sorted(session.scalars(select(Outbox.recipient_id).where(Outbox.kind == kind)))


def place(session: Session, team: str, *who: str) -> None:
    """These people are one team."""
    for number in who:
        session.get_one(Member, (T, number)).team = team
    session.flush()


def crowd(session: Session, team: str, size: int) -> list[str]:
    """So many new people of a team."""
    ids = [f"U{team.upper()}{number}" for number in range(size)]
    people.meet(session, T, [Profile(number, number.title()) for number in ids])
    place(session, team, *ids)
    return ids


def fill(session: Session) -> None:
    """A week with a bit of everything, after one in which Ana and Ben were there already."""
    town(session)
    early = ask(session, ANA, "How do I begin?", at=MONDAY - 5 * DAY)  # Wednesday of the week before.
    reply(session, early, BEN, at=MONDAY - 5 * DAY + HOUR)

    # Four questions in the week. Hugo's reply to his own counts for nothing.
    first = ask(session, ANA, "What is a pod?", at=MONDAY, topics=["kubernetes"])
    second = ask(session, HUGO, "What is a lock?", at=MONDAY + HOUR, where=SECRET)
    reply(session, second, HUGO, at=MONDAY + 2 * HOUR)
    late = ask(session, KATE, "What is a lease?", at=MONDAY + 3 * DAY, anonymous=True)
    weekend = ask(session, HUGO, "What is a fence?", at=MONDAY + 4 * DAY + 6 * HOUR)  # Friday, 16:00.
    acceptance.accept(
        session, T, ANA, reply(session, first, BEN, at=MONDAY + 2 * HOUR), how="button", at=MONDAY + 3 * HOUR
    )
    reply(session, late, BEN, at=MONDAY + 4 * DAY + 8 * HOUR)  # A working day has gone by: 16 hours of work.
    reply(session, weekend, LIAM, at=MONDAY + 7 * DAY + 5 * HOUR)  # Monday, 15:00: eight working hours.
    gone = ask(session, KATE, "What was this?", at=MONDAY + DAY)
    questions.removed(session, gone, at=MONDAY + DAY)
    assert session.get_one(Question, gone).state == "removed"

    # Two lunches in the week, one cancelled, one the week after.
    sat = lunch(session, [ANA, HUGO, KATE], at=datetime(2026, 3, 4, 12, tzinfo=UTC))
    also = lunch(session, [ANA], at=datetime(2026, 3, 5, 12, tzinfo=UTC), seats_=2)
    off = lunch(session, [ANA], at=datetime(2026, 3, 6, 12, tzinfo=UTC))
    lunch(session, [ANA], at=datetime(2026, 3, 10, 12, tzinfo=UTC))
    hosting.cancel(session, T, BEN, off, "I am ill.", at=MONDAY + 3 * DAY)
    thursday = MONDAY + 3 * DAY + 4 * HOUR
    afterwards.confirm(session, T, BEN, sat, [ANA, HUGO], at=thursday)
    afterwards.was_there(session, T, KATE, sat, there=True, at=thursday)  # The host says she was not.
    afterwards.was_there(session, T, ANA, also, there=True, at=thursday)
    rated(session, sat, {ANA: 5, HUGO: 4}, at=thursday)
    rated(session, also, {ANA: 4}, at=thursday)
    afterwards.teach(session, T, ANA, sat, teaches=True, at=thursday)
    afterwards.teach(session, T, ANA, also, teaches=True, at=thursday)

    thank(session, ANA, BEN, KATE, at=MONDAY + DAY)
    thank(session, KATE, BEN, at=MONDAY + 2 * DAY)
    thank(session, HUGO, ANA, at=MONDAY, taken_back=AFTER)
    thank(session, HUGO, ANA, at=WEEK.until)

    # What is only counted, on both sides of the week's ends.
    for verb, who, about in (
        ("deflected", LIAM, ("question", first)),
        ("deflected", None, ("question", first)),
        ("prompted", None, ("round", 1)),
        ("voiced", ANA, ("round", 1)),
        ("voiced", HUGO, ("round", 1)),
        ("voiced", NOOR, ("round", 1)),
        ("joined_circle", BOT, ("circle", 1)),
    ):
        does(session, who, verb, at=MONDAY + DAY, about=about)
    for at in (WEEK.since - timedelta(seconds=1), WEEK.until):
        does(session, GRACE, "prompted", at=at, about=("round", 2))
    session.flush()
