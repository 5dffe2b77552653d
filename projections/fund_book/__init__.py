"""账簿: the accounts of funds and cases in double entry, by fund, source, year, authority and month."""
