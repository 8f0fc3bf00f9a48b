"""What the machine does on its own."""

PARTS = {"core.threads.removed"}
