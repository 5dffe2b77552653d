"""Where events are kept: the log, the way of a command, the vault. The only room that knows `eventsourcing`."""
