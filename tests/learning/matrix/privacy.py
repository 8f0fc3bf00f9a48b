"""One's own data: everyone's to have and to delete."""

from learning.privacy import erasure, own_data
from tests.learning.matrix.town import EVERYONE, ME, NOW, Row, T

ROWS = {
    "own_data.ask": Row(EVERYONE, lambda s, _: own_data.ask(s, T, ME, request_key="view:V1", at=NOW)),
    "erasure.ask": Row(EVERYONE, lambda s, _: erasure.ask(s, T, ME, at=NOW)),
    "erasure.erase": Row(EVERYONE, lambda s, _: erasure.erase(s, T, ME, at=NOW)),
}
