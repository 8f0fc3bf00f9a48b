"""A door: what time does, as the APScheduler loop and the outbox."""
