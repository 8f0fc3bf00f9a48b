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
    "workspace.people.acting": Row(EVERYONE, lambda s, _: people.acting(s, T, ME)),
    "workspace.people.facilitating": Row(FACILITATORS, lambda s, _: people.facilitating(s, T, ME)),
    "workspace.people.administering": Row(ADMINS, lambda s, _: people.administering(s, T, ME)),
    "workspace.people.only_admins": Row(ADMINS, lambda s, _: people.only_admins(s, T, ME, "No.")),
    "workspace.preferences.choose": Row(EVERYONE, lambda s, _: _choose(s, digest=False)),
    "workspace.preferences.choose the digest": Row(ADMINS, lambda s, _: _choose(s, digest=True)),
    "workspace.preferences.resume": Row(EVERYONE, lambda s, _: preferences.resume(s, T, ME)),
    "workspace.roles.standing": Row(ADMINS, lambda s, _: roles.standing(s, T, ME)),
    "workspace.roles.appoint": Row(
        ADMINS, lambda s, _: roles.appoint(s, T, ME, OTHER, "facilitator", at=NOW)
    ),
    "workspace.settings_form.form": Row(ADMINS, lambda s, _: settings_form.form(s, T, ME)),
    "workspace.settings_form.save": Row(ADMINS, _save),
}
LOOKS = {"workspace.people.get", "workspace.preferences.get"}
PARTS = {"workspace.audit.record", "workspace.preferences.put", "workspace.roles.assign"}
