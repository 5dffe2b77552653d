"""拨付台账: every movement of money, append-only and bitemporal."""
