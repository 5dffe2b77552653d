"""The shape of every command, as data: which event may lead it, under which permission, what may follow. ADR 0043."""
