"""What the machine holds about people, of whatever activity it is: the log, and what is owed to them."""

from learning.core.sockets.privacy import ANONYMISE, DELETE, PersonalColumn, Privacy
from storage.models.activity_log import LogEntry
from storage.models.outbox import Lane, Outbox
from storage.models.privacy import Erasure
from storage.models.received import Delivery
from storage.models.schedules import Schedule

PRIVACY = Privacy(
    columns=(
        PersonalColumn("to_be_deleted", Erasure, "member_id", DELETE),
        PersonalColumn("messages_owed", Outbox, "recipient_id", ANONYMISE, keys=("key",), age="ended_at"),
        PersonalColumn("lanes", Lane, "recipient_id", DELETE),
        PersonalColumn("activities", LogEntry, "actor_id", ANONYMISE, age="at"),
    ),
    # What the bot owes would name who asked without a name.
    unexported=(Erasure, Outbox, Lane, Delivery, Schedule),
)
