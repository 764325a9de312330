"""Transports over HTTP libraries: aiohttp (the default) and httpx."""
