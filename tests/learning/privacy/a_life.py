"""Ana does everything that there is to do: whatever she says has “ofana” in it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.circles import membership, upkeep
from learning.circles.formats import coffee_votes, coffees, debates
from learning.core.sockets.threads import Reply
from learning.digests import suggestions
from learning.half_hours import half_hours
from learning.kudos import thank_button
from learning.lunches import afterwards, handovers, host_requests, hosting, proposals, seats
from learning.lunches import ticks as lunch_ticks
from learning.questions import acceptance, drafts, escalation, follows, questions
from learning.teaching import offers, wishes
from learning.teaching.offers import Ways
from learning.workspace import channels, people, preferences, roles, settings, weekly
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from storage.models.circles import CoffeeTopic, Round
from storage.models.digests import Suggestion
from storage.models.lunches import Lunch
from storage.models.questions import Question
from storage.models.teaching import Teacher
from storage.models.workspace import Member
from tests.learning.circles import circling
from tests.learning.core.post import Post
from tests.learning.digests import digesting
from tests.learning.kudos.thanking import clap, thank
from tests.learning.lunches import lunching
from tests.learning.lunches.lunching import ANA, BEN, FAY, HUGO, KATE, LIAM, C, T

THANKS, ADMINS, HELPERS = "C3", "C4", "C5"
NOOR = "UNOOR"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
AFTER = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
"""When she has done it all."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def live(session: Session) -> Post:
    """Two weeks of Ana's and her colleagues'; what stands in Slack after them."""
    post = Post()
    town(session)
    asking(session, post)
    teaching(session, post)
    thanking(session)
    hosting_lunches(session, post)
    circles(session, post)
    weeks(session, post)
    return post


def town(session: Session) -> None:
    """Ana is an admin, and alone in her team; Noor will leave."""
    lunching.town(session)
    people.meet(session, T, [Profile(NOOR, "Noor", "Europe/Lisbon")])
    people.appoint(session, T, admins=[ANA], facilitators=[FAY, NOOR])
    for number, name in ((THANKS, "thanks"), (ADMINS, "admins"), (HELPERS, "helpers")):
        channels.remember(session, Channel(T, number, name, False, False, True))
    settings.put(
        session,
        T,
        {
            "zone": "Europe/Lisbon",
            "kudos_channel": THANKS,
            "admin_channel": ADMINS,
            "facilitators_channel": HELPERS,
            "kudos_allowance": 20,
        },
    )
    weekly.arrange(session, T, at=MONDAY)
    session.execute(update(Member).values(team="data"))
    session.execute(update(Member).where(Member.id == ANA).values(team="ops"))
    preferences.put(session, T, ANA, roundups=True)
    roles.appoint(session, T, ANA, KATE, "facilitator", at=MONDAY)


def asked(session: Session, post: Post, who: str, text: str, *topics: str) -> int:
    """Somebody asks, and the card stands there."""
    wording = questions.word(text, named=topics)
    one = questions.ask(session, T, who, wording, channel_id=C, request_key=f"view:{text}", at=MONDAY)
    post.deliver(session, MONDAY)
    return one.question_id


def asking(session: Session, post: Post) -> None:
    """She asks and answers, is asked, and names somebody who knows."""
    hers = asked(session, post, ANA, "How do I rebase ofana?", "git")
    follows.follow(session, T, HUGO, hers, at=MONDAY)
    answer = digesting.reply(session, hers, BEN, at=MONDAY + MINUTE)
    acceptance.accept(session, T, ANA, answer, how="button", at=MONDAY + HOUR)
    wording = questions.word("How does one rebase?")
    draft = questions.ask(
        session, T, LIAM, wording, channel_id=C, request_key="view:draft", matches=[hers], at=MONDAY
    )
    drafts.deflect(session, T, LIAM, draft.question_id, hers, at=MONDAY)
    bens = asked(session, post, BEN, "What is a pod?")
    follows.follow(session, T, HUGO, bens, at=MONDAY)
    answer = digesting.reply(session, bens, ANA, at=MONDAY + 2 * MINUTE, text="It is a group ofana.")
    post.deliver(session, MONDAY + HOUR)
    acceptance.accept(session, T, BEN, answer, how="button", at=MONDAY + HOUR)
    thank_button.press(session, T, BEN, ANA, "answer", answer, at=MONDAY + HOUR)
    undecided = asked(session, post, BEN, "What is a node?")
    digesting.reply(session, undecided, ANA, at=MONDAY + 3 * MINUTE, text="A machine ofana.")
    waiting = asked(session, post, ANA, "Why is it slow ofana?", "rust")
    escalation.tell_facilitators(session, session.get_one(Question, waiting), HELPERS, MONDAY + DAY)
    offers.offer(session, T, ANA, ["postgres"], note="gladly ofana", at=MONDAY)
    session.merge(Teacher(workspace_id=T, member_id=ANA, weekly=10))
    for text in ("How do joins work?", "How do views work?"):
        number = asked(session, post, BEN, text, "postgres")
        while escalation.escalate(session, at=MONDAY + HOUR):
            post.deliver(session, MONDAY + HOUR)
    digesting.reply(session, number, KATE, at=MONDAY + 2 * HOUR)
    unknown = asked(session, post, BEN, "How do I centre it?", "css")
    thread = session.get_one(Question, unknown).message_ts or ""
    digesting.answers.heard(
        session,
        T,
        unknown,
        Reply(
            channel_id=C,
            thread_ts=thread,
            ts="5.5",
            author_id=ANA,
            text=f"ask <@{HUGO}>",
            spoken_at=MONDAY + HOUR,
        ),
    )
    post.deliver(session, MONDAY + DAY)


def teaching(session: Session, post: Post) -> None:
    """She wants to learn, and is asked for half hours."""
    for who in (HUGO, LIAM):
        wishes.wish(session, T, who, ["rust"], at=MONDAY)
    wishes.wish(session, T, ANA, ["go"], at=MONDAY)
    wishes.wish(session, T, HUGO, ["postgres"], at=MONDAY)
    offers.offer(session, T, KATE, ["rust"], ways=Ways(False, False, True), at=MONDAY)
    offers.offer(session, T, KATE, ["sql"], ways=Ways(False, True, False), at=MONDAY)
    host_requests.suggest(session, at=MONDAY + HOUR)
    wanted = half_hours.ask(session, T, ANA, "sql", KATE, request_key=f"{ANA}:1:{KATE}", at=MONDAY)
    given = half_hours.ask(session, T, LIAM, "postgres", ANA, request_key=f"{LIAM}:1:{ANA}", at=MONDAY)
    declined = half_hours.ask(session, T, HUGO, "postgres", ANA, request_key=f"{HUGO}:1:{ANA}", at=MONDAY)
    post.deliver(session, MONDAY + DAY)
    half_hours.accept(session, T, KATE, wanted.half_hour_id, at=MONDAY + DAY)
    half_hours.accept(session, T, ANA, given.half_hour_id, at=MONDAY + DAY)
    half_hours.decline(session, T, ANA, declined.half_hour_id, at=MONDAY + DAY)
    post.deliver(session, MONDAY + DAY)


def thanking(session: Session) -> None:
    """She and Ben thank each other over and over."""
    for number in range(3):
        at = MONDAY + timedelta(hours=number)
        thank(session, ANA, BEN, reason="for the help ofana", key=f"view:a{number}", at=at)
        thank(session, BEN, ANA, reason="for explaining joins", key=f"view:b{number}", at=at)
    thank(session, KATE, ANA, HUGO, reason="for the night shift", key="view:c", at=MONDAY)
    clap(session, ANA, HUGO, "7.1", at=MONDAY)
    clap(session, KATE, HUGO, "7.2", at=MONDAY)
    clap(session, ANA, HUGO, "7.2", at=MONDAY + MINUTE)
    clap(session, KATE, ANA, "7.3", at=MONDAY)


def hosting_lunches(session: Session, post: Post) -> None:
    """She hosts, calls off, takes over, and says what she made of somebody else's."""

    def proposed(host: str, title: str, day: str) -> int:
        wanted = lunching.plan(title=title, on=day, seats=None, named=[])
        one = proposals.propose(session, T, host, wanted, request_key=f"view:{title}", at=MONDAY)
        return one.lunch_ids[0]

    hers, off = proposed(ANA, "Joins", "2026-03-05"), proposed(ANA, "Views", "2026-03-06")
    bens, noors = proposed(BEN, "Pods", "2026-03-04"), proposed(NOOR, "Nodes", "2026-03-20")
    post.deliver(session, MONDAY)
    for number, guests in ((hers, (BEN, HUGO)), (off, (BEN,)), (bens, (ANA, HUGO, KATE)), (noors, (HUGO,))):
        for guest in guests:
            seats.join(session, T, guest, number, at=MONDAY)
    hosting.write(session, T, ANA, hers, "Bring a laptop ofana.", request_key="view:note", at=MONDAY)
    people.meet(session, T, [Profile(NOOR, "Noor", "Europe/Lisbon", is_gone=True)])
    handovers.orphan(session, at=MONDAY)
    post.deliver(session, MONDAY + HOUR)
    handovers.take_over(session, T, ANA, noors, at=MONDAY + HOUR)
    hosting.cancel(session, T, ANA, off, "I am ill ofana.", at=MONDAY + HOUR)
    version = session.get_one(Lunch, hers).version
    lunching.edit(
        session, hers, by=ANA, version=version, title="Joins", on="2026-03-05", seats=None, named=[]
    )
    for hours in range(1, 24 * 4):
        at = MONDAY + timedelta(hours=hours, minutes=55)
        lunch_ticks.tick(session, at=at)
        post.deliver(session, at)
    for guest in (ANA, HUGO, KATE):
        afterwards.was_there(session, T, guest, bens, there=True, at=FRIDAY - 3 * HOUR)
        words = "joins ofana" if guest == ANA else "more"
        afterwards.rate(session, T, guest, bens, 5, use=words, named=guest == ANA, at=FRIDAY - 3 * HOUR)
    afterwards.was_there(session, T, BEN, hers, there=True, at=FRIDAY - 3 * HOUR)
    post.deliver(session, FRIDAY - 2 * HOUR)


def circles(session: Session, post: Post) -> None:
    """She facilitates some, joins another, and takes one over."""
    found = {
        format: circling.begin(
            session,
            by=FAY if format == "round" else ANA,
            key=f"view:{format}",
            name=f"The {format}",
            format=format,
            members=[BEN, HUGO],
            at=FRIDAY,
        )
        for format in ("discussion", "round", "debate", "coffee")
    }
    membership.join(session, T, ANA, found["round"], at=FRIDAY + MINUTE)
    people.meet(session, T, [Profile(NOOR, "Noor", "Europe/Lisbon")])
    noors = circling.begin(session, by=NOOR, key="view:n", name="Noor's", members=[BEN], at=FRIDAY)
    people.meet(session, T, [Profile(NOOR, "Noor", "Europe/Lisbon", is_gone=True)])
    upkeep.orphan(session, at=FRIDAY)
    post.deliver(session, FRIDAY)
    upkeep.take_over(session, T, ANA, noors, at=FRIDAY)
    circling.tick(session, FRIDAY + MINUTE)
    post.deliver(session, FRIDAY + MINUTE)
    at = TUESDAY + 7 * DAY
    circling.tick(session, at)
    post.deliver(session, at)
    rounds = {format: circling.newest(session, number) for format, number in found.items()}
    for format in ("discussion", "debate", "coffee"):
        for who in (BEN, ANA, HUGO):
            circling.speak(session, session.get_one(Round, rounds[format].id), who, at + MINUTE)
    for who in (ANA, BEN, HUGO):
        debates.vote(session, T, who, rounds["debate"].id, "before", "for", at=at + MINUTE)
    coffee = rounds["coffee"].id
    for who, text in ((ANA, "On call ofana"), (BEN, "Tests")):
        coffee_votes.propose(session, T, who, coffee, text, request_key=f"view:{who}", at=at + MINUTE)
    coffee_votes.go_on(session, T, ANA, coffee, coffees.GATHER, at=at + MINUTE)
    first = session.scalars(select(CoffeeTopic.id).where(CoffeeTopic.member_id == ANA)).one()
    for who in (ANA, BEN):
        coffee_votes.spread(session, T, who, coffee, {first: 3}, at=at + MINUTE)
    coffee_votes.go_on(session, T, ANA, coffee, coffees.VOTE, at=at + MINUTE)
    for hours in (1, 3, 25, 27, 49, 51, 73, 97):
        circling.tick(session, at + timedelta(hours=hours))
        post.deliver(session, at + timedelta(hours=hours))


def weeks(session: Session, post: Post) -> None:
    """The roundup and the digest come, and she does what one of its suggestions says."""
    week = NEXT_MONDAY.date() - timedelta(days=7)
    post.deliver(session, AFTER - 2 * DAY)
    facts = '{"topic_id": 1, "topic": "git", "member": "UANA", "given": 5, "of": 6, "next": null}'
    teams = '{"team": "ops", "size": 5, "inside": 1, "share": 33}'
    for kind, known in (("leaning", facts), ("teams", teams)):
        session.add(
            Suggestion(
                workspace_id=T, week=week, kind=kind, subject=kind, facts=known, weight=1, state="open"
            )
        )
    session.flush()
    done = session.scalars(select(Suggestion.id).where(Suggestion.kind == "teams")).one()
    suggestions.act(session, T, ANA, done, at=AFTER - DAY)
    post.deliver(session, AFTER)
