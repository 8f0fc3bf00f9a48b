"""What the workspace holds about people: who they are, and what is decided for it and by each of them."""

from learning.core.sockets.order import Shelf
from learning.core.sockets.privacy import (
    ANONYMISE,
    DELETE,
    KEEP,
    Named,
    PersonalColumn,
    Privacy,
    whole,
)
from storage.models.activity_log import LogEntry
from storage.models.workspace import Change, Channel, Member, Preference, Setting, Topic, Workspace

PRIVACY = Privacy(
    shelf=Shelf.PEOPLE,
    columns=(
        PersonalColumn("profile", Member, "id", KEEP),
        PersonalColumn("preferences", Preference, "member_id", DELETE),
        PersonalColumn("changes_made", Change, "actor_id", ANONYMISE, age="at"),
        PersonalColumn("changes_about_me", Change, "member_id", ANONYMISE, age="at"),
    ),
    nobodys=(("workspaces", "id"), ("workspaces", "bot_user_id"), ("channels", "id")),
    named=(Named("topic_id", Topic, "topic", "name"),),
    exports=(whole(LogEntry), whole(Member), whole(Channel), whole(Topic)),
    unexported=(Workspace, Setting, Preference, Change),
)
