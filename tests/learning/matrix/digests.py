"""The digest and what it proposes are for admins; whoever is asked to help answers for themselves."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import topics
from learning.digests import digest, suggestions
from learning.lunches.rules import WANTED
from learning.teaching import understudies
from learning.teaching.understudies import Able
from storage.models.digests import Suggestion
from storage.models.teaching import Request
from tests.learning.matrix.town import ADMINS, EVERYONE, ME, NOW, Row, T


def proposed(session: Session) -> int:
    """The last digest proposed to ask around for a topic that three people want."""
    (topic_id,) = topics.ensure(session, T, ["postgres"])
    row = Suggestion(
        workspace_id=T,
        week=date(2026, 3, 2),
        kind=WANTED.kind,
        subject=str(topic_id),
        facts=f'{{"topic_id": {topic_id}, "topic": "postgres", "people": 3}}',
        weight=12,
        state=suggestions.OPEN,
    )
    session.add(row)
    session.flush()
    return row.id


def asked(session: Session) -> int:
    """I was asked to help with a topic."""
    (topic_id,) = topics.ensure(session, T, ["postgres"])
    understudies.ask(session, T, topic_id, [Able(ME, "UTC", "wishes")], at=NOW)
    return session.scalars(select(Request.id).where(Request.member_id == ME)).one()


ROWS = {
    "digests.digest.may_read": Row(ADMINS, lambda s, _: digest.may_read(s, T, ME)),
    "digests.digest.read": Row(ADMINS, lambda s, _: digest.read(s, T, ME, at=NOW)),
    "digests.suggestions.act": Row(ADMINS, lambda s, n: suggestions.act(s, T, ME, n, at=NOW), proposed),
    "digests.suggestions.dismiss": Row(
        ADMINS, lambda s, n: suggestions.dismiss(s, T, ME, n, at=NOW), proposed
    ),
    "teaching.understudies.agree": Row(EVERYONE, lambda s, n: understudies.agree(s, T, ME, n, at=NOW), asked),
    "teaching.understudies.decline": Row(
        EVERYONE, lambda s, n: understudies.decline(s, T, ME, n, at=NOW), asked
    ),
}
PARTS = {"digests.personal.unname", "digests.suggestions.forget"}
