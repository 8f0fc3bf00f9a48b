"""One's own data: everyone's to have and to delete."""

from learning.privacy import erasure, own_data
from tests.learning.matrix.town import EVERYONE, ME, NOW, Row, T

ROWS = {
    "privacy.own_data.ask": Row(EVERYONE, lambda s, _: own_data.ask(s, T, ME, request_key="view:V1", at=NOW)),
    "privacy.erasure.ask": Row(EVERYONE, lambda s, _: erasure.ask(s, T, ME, at=NOW)),
    "privacy.erasure.erase": Row(EVERYONE, lambda s, _: erasure.erase(s, T, ME, at=NOW)),
}
LOOKS = {"privacy.own_data.collect"}
PARTS = {"privacy.personal_data.collect", "privacy.redraw.keys"}
