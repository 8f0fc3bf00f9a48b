"""The weeks before the demo's own days, written down at once: each verb at its instant, each message where it
would be, and nobody is called for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from learning.core import ticks
from learning.core.sockets.time import Step
from messages.core.text import Message
from sandbox import Channel, Sandbox, User
from sandbox.state.backfill import remember
from scheduling.core import offline
from scheduling.core.kind import InThread, WithFile
from storage.outbox import claims
from storage.outbox.claims import PACE, Claim

HANDED_OUT = "its file was handed out before the demo began"
_LEASE = timedelta(minutes=1)


class Timeline:
    """One session in which weeks go by; `at` is always the instant (UTC) that is told of."""

    def __init__(self, session: Session, sandbox: Sandbox) -> None:
        self.session, self._sandbox = session, sandbox
        self.workspace_id = sandbox.workspace.team_id
        self._count = 0

    def id(self, name: str) -> str:
        """The Slack id of one of the company's people."""
        return self.user(name).id

    def user(self, name: str) -> User:
        """One of the company's people."""
        return self._sandbox.workspace.user(name)

    def channel(self, which: str) -> Channel:
        """One of the company's channels, by its name or id."""
        return self._sandbox.workspace.channel(which)

    def key(self) -> str:
        """A request key that nothing else has."""
        self._count += 1
        return f"chronicle:{self._count}"

    def reply(
        self,
        who: str,
        text: str,
        channel: Channel,
        thread_ts: str,
        *,
        at: datetime,
        likes: Sequence[str] = (),
    ) -> str:
        """Someone writes in a thread, and others like it; the message's timestamp."""
        ts = self._ts(at)
        reactions = {"+1": [self.id(name) for name in likes]} if likes else None
        remember(self._sandbox, channel, self.id(who), ts, text, thread_ts=thread_ts, reactions=reactions)
        return ts

    def comes(self, at: datetime) -> None:
        """Time has gone by until then: what fell due is done, and what is owed is said."""
        self.session.flush()
        self._say(at)  # Whoever can answer is asked once a question stands in its channel.
        for search in ticks.of_step(Step.SEARCH):
            while search(self.session, at=at):
                pass
        for verb in ticks.after_search():
            verb(self.session, at=at)
        self._say(at)

    def show(self, claim: Claim, said: Message | InThread | WithFile, at: datetime) -> tuple[str, str] | str:
        """The message in its channel, or as it reads from now on."""
        if isinstance(said, WithFile):
            return HANDED_OUT
        thread_ts = None
        if isinstance(said, InThread):
            thread_ts, said = said.ts, said.said
        workspace, channel = self._sandbox.workspace, self._channel(claim)
        if claim.message_ts is not None:
            message = channel.messages[claim.message_ts]
            message.data |= {"text": said["text"], "blocks": said["blocks"]}
        else:
            message = remember(
                self._sandbox,
                channel,
                workspace.bot.id,
                self._ts(at),
                said["text"],
                said["blocks"],
                thread_ts=thread_ts,
            )
        return message.channel, message.ts

    def take_back(self, claim: Claim) -> None:
        """The message is there no more."""
        assert claim.message_ts is not None
        del self._channel(claim).messages[claim.message_ts]

    def _say(self, at: datetime) -> None:
        while owed := claims.claim(self.session, "chronicle", at=at, lease=_LEASE, machine=at):
            for claim in owed:
                offline.say(self.session, claim, self, late=True, at=at)
            at += PACE

    def _channel(self, claim: Claim) -> Channel:
        workspace = self._sandbox.workspace
        if claim.recipient_id in workspace.users:
            return workspace.dm(workspace.bot.id, claim.recipient_id)
        return workspace.channels[claim.recipient_id]

    def _ts(self, at: datetime) -> str:
        """A message's timestamp, like no other's."""
        self._count += 1
        return f"{int(at.timestamp())}.{self._count:06d}"
