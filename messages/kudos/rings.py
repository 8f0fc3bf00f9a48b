"""The note to admins about people who thank each other over and over, and hardly anyone else."""

from collections.abc import Sequence

from slackblocks import Block

from learning.kudos.rings import Ring
from messages.core.text import context, count, section
from messages.kudos.kudos import everyone

SHOWN = 5


def note(rings: Sequence[Ring]) -> list[Block]:
    """For what only admins read; nothing when there are none."""
    if not rings:
        return []
    lines = [
        f"{everyone(ring.member_ids)}: {ring.inside} of the {count(ring.given, 'thanks', 'thanks')} they gave"
        for ring in rings[:SHOWN]
    ]
    if len(rings) > SHOWN:
        lines.append(f"And {len(rings) - SHOWN} more.")
    return [
        section("*Small circles of thanks*, of the last eight weeks:\n" + "\n".join(lines)),
        context(
            "They thank each other and hardly anyone else. It may be a team that works closely, "
            "or people who would enjoy meeting others. Only admins see this."
        ),
    ]
