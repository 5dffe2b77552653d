"""Words of ours that people read: statuses, roles, kinds of movement, names of events."""
