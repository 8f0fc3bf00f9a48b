"""The sockets by which activities are plugged into the core, one file for each part of the product."""
