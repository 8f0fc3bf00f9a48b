"""A strict local Slack for the demo, the tests and the benchmark."""

from sandbox.clock import Clock
from sandbox.errors import Refused
from sandbox.people.person import Person
from sandbox.sandbox import Sandbox
from sandbox.state.records import Call, Channel, Message, User, View
from sandbox.state.workspace import Workspace
from sandbox.wires.interactions import CommandResult, Outcome, SubmitResult

__all__ = [
    "Call",
    "Channel",
    "Clock",
    "CommandResult",
    "Message",
    "Outcome",
    "Person",
    "Refused",
    "Sandbox",
    "SubmitResult",
    "User",
    "View",
    "Workspace",
]
