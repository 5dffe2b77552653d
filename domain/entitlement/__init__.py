"""What a policy edition gives: conditions, amounts and limits, each citing its clause. Data comes from `policies`."""
