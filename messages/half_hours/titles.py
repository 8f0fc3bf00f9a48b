"""What each kind of message is called, to somebody who looks for one."""

from learning.half_hours import names

TITLES = {
    names.REQUEST: "asking somebody for half an hour",
    names.TOGETHER: "bringing two people together for half an hour",
    names.NONE_LEFT: "word that nobody had half an hour",
    names.MET: "asking whether a half hour took place",
}
