"""Messages of banks, read without trust."""
