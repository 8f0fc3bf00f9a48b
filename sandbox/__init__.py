"""A strict local Slack for the demo, the tests and the benchmark."""

from sandbox.api import Call
from sandbox.clock import Clock
from sandbox.core import Sandbox
from sandbox.errors import Refused
from sandbox.interactions import CommandResult, Outcome, SubmitResult
from sandbox.person import Person
from sandbox.records import Channel, Message, User, View
from sandbox.workspace import Workspace

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
