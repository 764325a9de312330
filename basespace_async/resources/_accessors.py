"""A client's resources, each a property that imports its module when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .._core.requester import Requester

if TYPE_CHECKING:
    from .applications import Applications
    from .appsessions import AppSessions
    from .auth import Auth
    from .biosamples import Biosamples
    from .datasets import Datasets
    from .files import Files
    from .instruments import Instruments
    from .lab_requeues import LabRequeues
    from .lanes import Lanes
    from .libraries import Libraries
    from .library_pools import LibraryPools
    from .projects import Projects
    from .runs import Runs
    from .search import Search
    from .storage import Storage
    from .trash import Trash
    from .uploads import Uploads
    from .users import Users
    from .workgroups import Workgroups


class ResourceAccessors(Requester):
    """The properties of a client that are resources, as a base of `BaseSpace`."""

    @cached_property
    def applications(self) -> Applications:
        """Applications and analysis workflows."""
        from .applications import Applications

        return Applications(self)

    @cached_property
    def appsessions(self) -> AppSessions:
        """Appsessions: the analyses."""
        from .appsessions import AppSessions

        return AppSessions(self)

    @cached_property
    def auth(self) -> Auth:
        """The access token of this client."""
        from .auth import Auth

        return Auth(self)

    @cached_property
    def biosamples(self) -> Biosamples:
        """Biosamples."""
        from .biosamples import Biosamples

        return Biosamples(self)

    @cached_property
    def datasets(self) -> Datasets:
        """Datasets, their types, files and comments."""
        from .datasets import Datasets

        return Datasets(self)

    @cached_property
    def files(self) -> Files:
        """Content of files."""
        from .files import Files

        return Files(self)

    @cached_property
    def instruments(self) -> Instruments:
        """Sequencing instruments."""
        from .instruments import Instruments

        return Instruments(self)

    @cached_property
    def lab_requeues(self) -> LabRequeues:
        """Requests for more sequencing."""
        from .lab_requeues import LabRequeues

        return LabRequeues(self)

    @cached_property
    def lanes(self) -> Lanes:
        """Lanes of flow cells."""
        from .lanes import Lanes

        return Lanes(self)

    @cached_property
    def libraries(self) -> Libraries:
        """Sequencing libraries."""
        from .libraries import Libraries

        return Libraries(self)

    @cached_property
    def library_pools(self) -> LibraryPools:
        """Pools of libraries."""
        from .library_pools import LibraryPools

        return LibraryPools(self)

    @cached_property
    def projects(self) -> Projects:
        """Projects and their datasets."""
        from .projects import Projects

        return Projects(self)

    @cached_property
    def runs(self) -> Runs:
        """Sequencing runs."""
        from .runs import Runs

        return Runs(self)

    @cached_property
    def search(self) -> Search:
        """Search over projects, runs and other resources."""
        from .search import Search

        return Search(self)

    @cached_property
    def storage(self) -> Storage:
        """Archival storage of runs and datasets."""
        from .storage import Storage

        return Storage(self)

    @cached_property
    def trash(self) -> Trash:
        """Deleted items, which can be restored."""
        from .trash import Trash

        return Trash(self)

    @cached_property
    def uploads(self) -> Uploads:
        """Uploads that were begun and not ended."""
        from .uploads import Uploads

        return Uploads(self)

    @cached_property
    def users(self) -> Users:
        """Users, their settings, subscription and usage."""
        from .users import Users

        return Users(self)

    @cached_property
    def workgroups(self) -> Workgroups:
        """Workgroups."""
        from .workgroups import Workgroups

        return Workgroups(self)
