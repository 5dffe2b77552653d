"""Where money stands: funds, and the payment runs that draw on them."""
