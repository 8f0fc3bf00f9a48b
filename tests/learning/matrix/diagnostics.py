"""What did not go out is for admins."""

from learning.diagnostics import undelivered
from tests.learning.matrix.town import ADMINS, ME, NOW, Row, T

ROWS = {
    "diagnostics.undelivered.find": Row(ADMINS, lambda s, _: undelivered.find(s, T, ME, at=NOW)),
}
