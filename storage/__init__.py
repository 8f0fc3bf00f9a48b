"""The memory: tables, engine, activity log, outbox rows, search and migrations."""
