"""Events as the read models read them."""
