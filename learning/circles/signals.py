"""What circles tell other activities: what somebody in one is thanked for."""

from sqlalchemy.orm import Session

from learning.circles import names
from learning.core import words
from learning.core.sockets.people import TITLE, Deed, Thankable
from storage.models.circles import Circle, Round
from storage.models.workspace import Topic


def _round(session: Session, workspace_id: str, giver_id: str, member_id: str, number: int) -> Deed | None:
    row = session.get(Round, number)
    if row is None or row.workspace_id != workspace_id:
        return None
    circle = session.get_one(Circle, row.circle_id)
    topic = session.get(Topic, circle.topic_id) if circle.topic_id else None
    reason = f"for their part in “{words.shorten(circle.name, TITLE)}”"
    return Deed(reason, row.channel_id, (topic.name,) if topic else ())


THANKABLE = Thankable(names.Signals.THANKABLE, _round)
