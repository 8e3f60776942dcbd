"""CSV and spreadsheet statements: a saved or suggested mapping of columns, then rows as entries."""
