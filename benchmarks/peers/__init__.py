"""Other programs at the same work: `make peers` installs them and writes `docs/peers.md`."""
