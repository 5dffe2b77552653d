"""Who acts and what is recognised: officers and their roles, registers, adopted editions and calendars."""
