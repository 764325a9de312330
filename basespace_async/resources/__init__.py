"""A class for each resource of the API: a short method for each operation, no HTTP.

Every method that sends a request can raise these errors beside those in its `Raises`, and every pager while you
iterate it: `APIError` if the service refuses (a subclass for each status), `TransportError` if no complete response
arrives, `DecodeError` if the response is not what the operation promises, and `ConfigurationError` if an argument
cannot be sent.

An argument that stands for a resource is its id or the resource itself. Arguments that you leave out are not sent.
Marks in the docstrings give the source of a fact: (reference) is documented, (observed) was seen in real responses,
(inferred) is a conclusion, and (client) comes from other clients of the API.
"""
