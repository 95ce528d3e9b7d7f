"""What is measured: one file per kind of work, each job a function giving rows of the table."""
