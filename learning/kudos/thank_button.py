"""Thanks with one press: what somebody did says by itself what they are thanked for."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from learning.core.errors import Gone
from learning.core.features import features
from learning.core.sockets.people import Thankable
from learning.kudos import kudos
from learning.kudos.kudos import Given
from learning.kudos.thanks import PRESS
from storage import discovery

GONE = "That isn't there any more. Type /kudos to thank someone in your own words."


def press(
    session: Session,
    workspace_id: str,
    giver_id: str,
    member_id: str,
    subject_kind: str,
    subject_id: int,
    *,
    at: datetime,
) -> Given:
    """Someone thanks a member for something they did, by the kind and the number of its subject; pressed
    twice, once.

    Raises `Gone` for what is not there, `NotAllowed` and `LearningError` as `kudos.give` does, and the latter
    for who asked without their name, because thanks have one.
    """
    known = thankables().get(subject_kind)
    deed = known.find(session, workspace_id, giver_id, member_id, subject_id) if known else None
    if deed is None:
        raise Gone(GONE)
    return kudos.give(
        session,
        workspace_id,
        giver_id,
        [member_id],
        kudos.Reason(deed.reason, deed.topics),
        here=deed.channel_id,
        request_key=f"press:{giver_id}:{subject_kind}:{subject_id}:{member_id}",
        how=PRESS,
        subject=(subject_kind, subject_id),
        at=at,
    )


@cache
def thankables() -> Mapping[str, Thankable]:
    """What somebody can be thanked for, by the kind of its subject."""
    found = [
        (activity, one.kind, one)
        for activity, feature in features().items()
        for one in feature.people.thankable
    ]
    return discovery.unique("kinds of subjects to thank for", found)
