"""What commands print: records, messages, and what became of each of many."""
