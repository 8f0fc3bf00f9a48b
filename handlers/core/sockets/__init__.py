"""The sockets by which activities are plugged into `handlers`."""
