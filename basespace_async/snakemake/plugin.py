"""The top-level package `snakemake_storage_plugin_basespace` of the wheel, by whose name Snakemake finds the plugin."""

from basespace_async.snakemake import StorageObject, StorageProvider, StorageProviderSettings

__all__ = ["StorageObject", "StorageProvider", "StorageProviderSettings"]
