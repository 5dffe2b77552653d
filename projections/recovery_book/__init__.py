"""追回台账: open demands to pay back, by age, ground and payee."""
