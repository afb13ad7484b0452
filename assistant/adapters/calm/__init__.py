"""What `between calm` has at hand without the journal: sound made beforehand, and which tool comes first."""
