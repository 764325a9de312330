"""A class for each resource of the API: a short method for each operation, no HTTP.

Whatever a method's `Raises` names, a method that sends a request can also raise, and a pager while it is iterated:
`APIError` by the status of the answer, `TransportError` where no complete response came, `DecodeError` where the
response is not what the operation promises, and `ConfigurationError` for an argument that cannot be sent.

An argument that stands for a resource is its id or the resource itself. An argument that is left out is not sent.
"""
