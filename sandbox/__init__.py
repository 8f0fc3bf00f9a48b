"""A strict local Slack for the demo, the tests and the benchmark."""

from sandbox.errors import Refused
from sandbox.people.person import Person
from sandbox.sandbox import Sandbox
from sandbox.state.records import Channel, Message, User, View
from sandbox.state.workspace import Workspace
from sandbox.wires.interactions import CommandResult

__all__ = [
    "Channel",
    "CommandResult",
    "Message",
    "Person",
    "Refused",
    "Sandbox",
    "User",
    "View",
    "Workspace",
]
