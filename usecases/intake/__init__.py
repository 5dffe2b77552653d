"""What people and banks write: application files, rosters, bank files. Nothing here prints."""
