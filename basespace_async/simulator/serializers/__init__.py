"""Serializers, which make the JSON of records: the fields that the reference lists and recorded responses show."""
