"""A campaign of tampering: many kinds, each tried at random places of a real store, by whoever holds what."""
