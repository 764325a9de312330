"""Where the server and the token come from: arguments, the environment, or a profile of the `bs` command line."""

from .configuration import REGIONS, Configuration, ConfigurationWarning
from .profiles import save_profile

__all__ = ["REGIONS", "Configuration", "ConfigurationWarning", "save_profile"]
