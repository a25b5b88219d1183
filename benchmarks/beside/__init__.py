"""commscore beside what a user would take instead, in one run and on the same input."""
