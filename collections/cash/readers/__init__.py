"""Bank files of every kind, read as statements and entries. Pure: no database, no Django, memory flat."""
