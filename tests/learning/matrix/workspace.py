"""Roles, and what admins decide."""

from typing import Any

from sqlalchemy.orm import Session

from learning.kudos.settings import KUDOS_ALLOWANCE
from learning.workspace import people, preferences, roles, settings, settings_form
from tests.learning.matrix.town import ADMINS, EVERYONE, FACILITATORS, ME, NOW, OTHER, Row, T


def _choose(session: Session, digest: bool) -> Any:
    return preferences.choose(
        session, T, ME, quiet=None, pause=None, reminders=False, roundups=True, digest=digest, at=NOW
    )


def _save(session: Session, _: int) -> Any:
    wanted = settings.Settings({KUDOS_ALLOWANCE: 7})
    return settings_form.save(session, T, ME, wanted, settings_form.marks(settings.DEFAULTS), at=NOW)


ROWS = {
    "people.acting": Row(EVERYONE, lambda s, _: people.acting(s, T, ME)),
    "people.facilitating": Row(FACILITATORS, lambda s, _: people.facilitating(s, T, ME)),
    "people.administering": Row(ADMINS, lambda s, _: people.administering(s, T, ME)),
    "preferences.choose": Row(EVERYONE, lambda s, _: _choose(s, digest=False)),
    "preferences.choose the digest": Row(ADMINS, lambda s, _: _choose(s, digest=True)),
    "preferences.resume": Row(EVERYONE, lambda s, _: preferences.resume(s, T, ME)),
    "roles.standing": Row(ADMINS, lambda s, _: roles.standing(s, T, ME)),
    "roles.appoint": Row(ADMINS, lambda s, _: roles.appoint(s, T, ME, OTHER, "facilitator", at=NOW)),
    "settings_form.form": Row(ADMINS, lambda s, _: settings_form.form(s, T, ME)),
    "settings_form.save": Row(ADMINS, _save),
}
