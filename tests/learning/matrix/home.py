"""Home is one's own."""

LOOKS = {"home.home.get"}
