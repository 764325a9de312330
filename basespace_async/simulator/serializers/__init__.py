"""How records look on the wire: the fields that the reference lists and recorded responses show."""
