"""One's own data: everyone's to have and to delete."""

from learning import erasure, exports
from tests.learning.matrix.town import EVERYONE, ME, NOW, Row, T

ROWS = {
    "exports.ask": Row(EVERYONE, lambda s, _: exports.ask(s, T, ME, request_key="view:V1", at=NOW)),
    "erasure.ask": Row(EVERYONE, lambda s, _: erasure.ask(s, T, ME, at=NOW)),
    "erasure.erase": Row(EVERYONE, lambda s, _: erasure.erase(s, T, ME, at=NOW)),
}
