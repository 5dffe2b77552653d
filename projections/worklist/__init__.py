"""待办: what payment runs and registers wait for; what cases wait for is in the register of applications."""
