"""Credentials: access tokens from OAuth2 flows, cached in profiles of the `bs` command line."""

from .credentials import CachedInProfile, ClientCredentials, Credentials, DeviceAuthorization, DeviceFlow

__all__ = ["CachedInProfile", "ClientCredentials", "Credentials", "DeviceAuthorization", "DeviceFlow"]
