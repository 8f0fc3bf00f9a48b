"""Tells the demo's eight weeks in their order, each event at its hour, before the bot begins."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.demo import scene
from bot.demo.shapes import Story
from bot.demo.timeline import Timeline
from learning.workspace import channels, people, settings, workspaces
from sandbox import Sandbox
from storage.models.outbox import Lane


def tell(session: Session, sandbox: Sandbox, *, at: datetime) -> None:
    """Writes down what happened in the eight weeks before `at` (UTC), and what admins chose meanwhile."""
    timeline = Timeline(session, sandbox)
    parts = scene.parts(sandbox)
    _introduce(session, sandbox)
    for story in (scene.common(), *(part.story for part in parts)):
        _choose(timeline, story)
    past = [event for part in parts for event in part.scene.past(timeline, part.story, at)]
    for when, happens in sorted(past, key=lambda event: event[0]):
        if when < at:
            happens(at=when)
    timeline.comes(at)
    # The last days are played next, on a clock that goes back: nothing said here keeps anybody waiting there.
    session.execute(update(Lane).values(free_at=at - timedelta(weeks=9)))


def _introduce(session: Session, sandbox: Sandbox) -> None:
    """The bot comes into the company, and meets everybody."""
    workspace = sandbox.workspace
    workspaces.identify(
        session,
        workspaces.Workspace(
            workspace.team_id, workspace.name, sandbox.page_url, bot_user_id=workspace.bot.id
        ),
    )
    profiles = [
        people.Profile(
            user.id,
            user.display_name or user.real_name,
            user.tz,
            slack_admin=user.is_admin,
            is_guest=user.is_guest,
            is_bot=user.is_bot,
            is_gone=user.deleted,
            locale=user.locale,
        )
        for user in workspace.users.values()
    ]
    people.meet(session, workspace.team_id, profiles)
    people.appoint(session, workspace.team_id, facilitators=[workspace.user(scene.common().facilitator).id])
    for channel in workspace.channels.values():
        if workspace.bot.id in channel.members and channel.name:
            channels.remember(
                session,
                channels.Channel(
                    workspace.team_id, channel.id, channel.name, channel.kind == "private", False, True
                ),
            )


def _choose(timeline: Timeline, story: Story) -> None:
    """What the company's admins have set; a channel by its name."""
    chosen = {
        name: timeline.channel(value).id if value.startswith("#") else value
        for name, value in story.settings.items()
    }
    settings.put(timeline.session, timeline.workspace_id, chosen)
