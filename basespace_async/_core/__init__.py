"""One call: from a method of a resource to a request, and from its response to a result or an error."""
