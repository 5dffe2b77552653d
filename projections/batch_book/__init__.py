"""拨付批次账: each payment run, item by item: ordered, released, handed over, in flight, against what the bank said."""
