"""The sockets by which activities are plugged in here."""
