"""Privacy in Slack: all that is plugged in."""

from handlers.core.sockets.feature import Feature
from handlers.core.sockets.routes import Route
from handlers.privacy import privacy
from messages.privacy import ids
from messages.workspace.ids import DATA_DELETE, DATA_DOWNLOAD

FEATURE = Feature(
    routes=(
        Route("block_action", DATA_DOWNLOAD, privacy.download),
        Route("block_action", DATA_DELETE, privacy.ask),
        Route("view_submission", ids.DATA_DELETED, privacy.delete),
    ),
)
