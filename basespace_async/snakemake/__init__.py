"""Storage plugin for Snakemake: `basespace://` as inputs and outputs of rules."""

from .storage import StorageObject, StorageProvider, StorageProviderSettings

__all__ = ["StorageObject", "StorageProvider", "StorageProviderSettings"]
