"""Recipients: whose an id is, a person's, a channel's or nobody's any more."""

from storage.models.base import NOBODY


def is_person(recipient_id: str) -> bool:
    """Whether a message to this goes to a person, or to several with commas between, and not to a channel."""
    return recipient_id[:1] in ("U", "W")


def is_nobody(member_id: str | None) -> bool:
    """Whether this is not anybody's id: nobody was there, or whoever it was had their data deleted."""
    return not member_id or member_id.startswith(NOBODY)
