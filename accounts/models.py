"""Tables of this floor: each room has its own."""
