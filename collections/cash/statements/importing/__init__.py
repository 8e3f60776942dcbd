"""Bank files into the book: what a file asks before anything is posted, then one transaction per statement."""
