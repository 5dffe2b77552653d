"""Folds that several read models share: entitlements, balances, demands."""
