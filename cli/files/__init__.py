"""What people and banks write and read: application files, rosters, bank files. Nothing here prints."""
