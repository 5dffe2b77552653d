"""What both databases answer in the same words."""
