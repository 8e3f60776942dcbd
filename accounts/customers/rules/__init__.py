"""What is right for a customer: its states, its identifiers, what billing needs of it, and who it might be already."""
