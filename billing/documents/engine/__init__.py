"""What an invoice says and whether it says it rightly: totals, tax, the rules of EN 16931, and its two XML forms. Pure."""
