"""Is the store whole, and are the documents at hand those that were handed in?"""
