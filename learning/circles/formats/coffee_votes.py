"""What people do in a lean coffee: bring topics, spread their votes, move on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.circles import names, stages
from learning.circles.formats import coffees
from learning.circles.formats.coffees import Coffee
from learning.circles.pasted_prompts import sameness
from learning.core import words
from learning.core.errors import Gone, LearningError, NotAllowed
from learning.workspace import people
from storage.engine.compiled import insert_new
from storage.models.circles import CoffeeTopic, CoffeeVote, Round

VOTES = 3
"""What each may spread over the topics, as they like."""
MOST, LONGEST = 20, 150
"""Topics of a round, and characters of one."""
_NOT_THERE = "That topic isn't on the list any more."


@dataclass(frozen=True, slots=True)
class Ballot:
    """How somebody spreads their votes now: topic ids and how many each has; nothing where none was given."""

    coffee: Coffee
    spread: Mapping[int, int]
    joined: bool


def welcome(session: Session, workspace_id: str, member_id: str, round_id: int, *, at: datetime) -> Coffee:
    """Somebody is about to bring a topic. Raises `Gone` when the vote has begun."""
    part = stages.take_part(session, workspace_id, member_id, round_id, at=at)
    _gathering(part.row)
    return coffees.facts(session, round_id)


def propose(
    session: Session,
    workspace_id: str,
    member_id: str,
    round_id: int,
    text: str,
    *,
    request_key: str,
    at: datetime,
) -> Coffee:
    """Somebody brings a topic; the same request again brings it once.

    Raises `LearningError` at `topic` for one that is empty, too long or there already, `Gone` when the vote
    has begun.
    """
    text = " ".join(words.clean(text).split())
    part = stages.take_part(session, workspace_id, member_id, round_id, at=at)
    row, topics = part.row, coffees.topics_of(session, round_id)
    if any(topic.request_key == request_key for topic in topics):
        return coffees.facts(session, row.id)
    _gathering(row)
    if not text:
        raise LearningError("What would you like to talk about? Write it in a few words.", field="topic")
    if len(text) > LONGEST:
        raise LearningError(f"That is {len(text):,} characters; there is room for {LONGEST}.", field="topic")
    if sameness(text) in {sameness(topic.text) for topic in topics}:
        raise LearningError("That is on the list already. You can vote for it soon.", field="topic")
    _room(topics)
    _write(session, row, member_id, text, request_key)
    stages.log(session, part.circle, row, member_id, names.Verbs.BROUGHT_TOPIC, at=at)
    stages.changed(session, row, at=at)
    return coffees.facts(session, row.id)


def bring_back(
    session: Session, workspace_id: str, member_id: str, round_id: int, topic_id: int, *, at: datetime
) -> Coffee:
    """Somebody wants to talk about what the last time did not come to; it stays its author's. Again, it
    changes nothing."""
    part = stages.take_part(session, workspace_id, member_id, round_id, at=at)
    row = part.row
    _gathering(row)
    topics = coffees.topics_of(session, row.id)
    if not any(topic.request_key == coffees.carried_key(topic_id, row.id) for topic in topics):
        left = next((topic for topic in coffees.left_over(session, row) if topic.id == topic_id), None)
        if left is None:
            raise Gone("That topic isn't there any more. You can add it with Add a topic.")
        _room(topics)
        _write(session, row, left.member_id, left.text, coffees.carried_key(topic_id, row.id))
        stages.log(session, part.circle, row, member_id, names.Verbs.BROUGHT_TOPIC, at=at)
        stages.changed(session, row, at=at)
    return coffees.facts(session, row.id)


def withdraw(session: Session, workspace_id: str, member_id: str, topic_id: int, *, at: datetime) -> Coffee:
    """Whoever brought a topic takes it back while topics are gathered.

    Raises `NotAllowed` for anybody else, `Gone` for what is not on the list, or when the vote has begun.
    """
    people.acting(session, workspace_id, member_id)
    found = session.get(CoffeeTopic, topic_id)
    if found is None or found.workspace_id != workspace_id:
        raise Gone(_NOT_THERE)
    circle, row = stages.locked(session, workspace_id, found.round_id)
    topic = next((one for one in coffees.topics_of(session, row.id) if one.id == topic_id), None)
    if topic is None:
        raise Gone(_NOT_THERE)
    if topic.member_id != member_id:
        name = people.get(session, workspace_id, topic.member_id).name or "whoever brought it"
        raise NotAllowed(f"Only {name} can take that topic back.")
    stages.going_on(circle, row)
    _gathering(row)
    session.delete(topic)
    stages.log(session, circle, row, member_id, names.Verbs.WITHDREW_TOPIC, at=at)
    stages.changed(session, row, at=at)
    return coffees.facts(session, row.id)


def ballot(session: Session, workspace_id: str, member_id: str, round_id: int, *, at: datetime) -> Ballot:
    """The topics and somebody's own votes. Raises `Gone` unless the vote is on."""
    part = stages.take_part(session, workspace_id, member_id, round_id, at=at)
    _voting(part.row)
    return Ballot(coffees.facts(session, round_id), _spread(session, round_id, member_id), part.joined)


def spread(
    session: Session,
    workspace_id: str,
    member_id: str,
    round_id: int,
    votes: Mapping[int, int],
    *,
    at: datetime,
) -> Ballot:
    """Somebody's votes are these now, by topic id, whatever they were before.

    Raises `LearningError` at `votes` for more than three, `Gone` unless the vote is on.
    """
    part = stages.take_part(session, workspace_id, member_id, round_id, at=at)
    row = part.row
    _voting(row)
    here = {topic.id for topic in coffees.topics_of(session, row.id)}
    given = {topic_id: count for topic_id, count in votes.items() if count > 0 and topic_id in here}
    if sum(given.values()) > VOTES:
        raise LearningError(
            f"That makes {sum(given.values())} votes; you have {VOTES}. Take some back.", field="votes"
        )
    if given and not _spread(session, row.id, member_id):
        # Nobody is named: who voted, and when, could tell who voted how.
        stages.log(session, part.circle, row, None, names.Verbs.VOTED, at=at)
    session.execute(
        delete(CoffeeVote).where(CoffeeVote.round_id == row.id, CoffeeVote.member_id == member_id)
    )
    for topic_id, count in given.items():
        insert_new(
            session,
            CoffeeVote,
            topic_id=topic_id,
            member_id=member_id,
            round_id=row.id,
            workspace_id=workspace_id,
            votes=count,
        )
    stages.changed(session, row, at=at)
    return Ballot(coffees.facts(session, row.id), given, part.joined)


def go_on(
    session: Session, workspace_id: str, member_id: str, round_id: int, shown: str, *, at: datetime
) -> Coffee:
    """Whoever leads moves on from what they were `shown`, a stage or a topic's id; from what is no longer
    there, it changes nothing."""
    circle, row = stages.lead(session, workspace_id, member_id, round_id, at=at)
    now = coffees.topic_now(session, row)
    if row.stage != stages.DONE and shown == (str(now.id) if now else row.stage):
        if row.stage == coffees.GATHER and not coffees.topics_of(session, row.id):
            raise LearningError("There is no topic yet. Bring the first one with Add a topic.")
        row.next_at = None
        coffees.move(session, circle, row, at=at)
        stages.log(session, circle, row, member_id, names.Verbs.MOVED_ON, at=at)
        stages.changed(session, row, at=at)
    return coffees.facts(session, row.id)


def _write(session: Session, row: Round, member_id: str, text: str, request_key: str) -> None:
    session.add(
        CoffeeTopic(
            workspace_id=row.workspace_id,
            round_id=row.id,
            member_id=member_id,
            text=text,
            request_key=request_key,
        )
    )
    session.flush()


def _gathering(row: Round) -> None:
    if row.stage != coffees.GATHER:
        raise Gone("The topics are gathered already. Bring yours up in the thread, or the next time.")


def _voting(row: Round) -> None:
    if row.stage == coffees.GATHER:
        raise LearningError("The vote has not begun yet. Add a topic meanwhile.")
    if row.stage != coffees.VOTE:
        raise Gone("The vote has ended. The agenda is on the card, and the thread is open.")


def _room(topics: list[CoffeeTopic]) -> None:
    if len(topics) >= MOST:
        raise LearningError(
            f"There are {MOST} topics already, more than there is time for. Vote for one soon.", field="topic"
        )


def _spread(session: Session, round_id: int, member_id: str) -> dict[int, int]:
    return dict(
        session.execute(
            select(CoffeeVote.topic_id, CoffeeVote.votes).where(
                CoffeeVote.round_id == round_id, CoffeeVote.member_id == member_id
            )
        ).all()
    )
