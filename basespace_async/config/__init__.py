"""Server and token: from arguments, the environment, or a profile of the `bs` command line."""

from .configuration import Configuration
from .profile_file import ConfigurationWarning
from .profiles import save_profile
from .regions import REGIONS

__all__ = ["REGIONS", "Configuration", "ConfigurationWarning", "save_profile"]
