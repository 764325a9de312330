"""The operations on the properties of each kind of resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from basespace_openapi.api.analyses import (
    delete_appsession_property,
    get_appsession_property,
    list_appsession_properties,
    list_appsession_property_items,
    set_appsession_properties,
)
from basespace_openapi.api.biosamples import (
    get_biosample_property,
    get_subject_property,
    list_biosample_properties,
    list_biosample_property_items,
    list_subject_properties,
    list_subject_property_items,
    set_biosample_properties,
    set_subject_properties,
)
from basespace_openapi.api.datasets import (
    get_dataset_property,
    list_dataset_properties,
    list_dataset_property_items,
    set_dataset_properties,
)
from basespace_openapi.api.libraries import (
    get_library_property,
    list_library_properties,
    list_library_property_items,
    set_library_properties,
)
from basespace_openapi.api.pools import (
    get_library_pool_property,
    list_library_pool_properties,
    list_library_pool_property_items,
    set_library_pool_properties,
)
from basespace_openapi.api.projects import (
    get_project_property,
    list_project_properties,
    list_project_property_items,
    set_project_properties,
)
from basespace_openapi.api.runs import (
    get_run_property,
    list_run_properties,
    list_run_property_items,
    set_run_properties,
)
from basespace_openapi.api.users import (
    get_current_user_property,
    list_current_user_properties,
    list_current_user_property_items,
)

if TYPE_CHECKING:
    from basespace_openapi.client import Request

    from ..models import Property, PropertyCompactList, PropertyItemList

PropertyOwner = Literal[
    "appsession", "biosample", "current user", "dataset", "library", "library pool", "project", "run", "subject"
]
"""A kind of resource that has properties."""


@frozen
class PropertyOperations:
    """Functions that return the requests; each takes the resource's id first, except for those of the current user."""

    list: Callable[..., Request[PropertyCompactList]]
    get: Callable[..., Request[Property]]
    items: Callable[..., Request[PropertyItemList]]
    set: Callable[..., Request[PropertyCompactList]] | None = None
    delete: Callable[..., Request[None]] | None = None


OPERATIONS: Mapping[PropertyOwner, PropertyOperations] = {
    "appsession": PropertyOperations(
        list_appsession_properties.request,
        get_appsession_property.request,
        list_appsession_property_items.request,
        set=set_appsession_properties.request,
        delete=delete_appsession_property.request,
    ),
    "biosample": PropertyOperations(
        list_biosample_properties.request,
        get_biosample_property.request,
        list_biosample_property_items.request,
        set=set_biosample_properties.request,
    ),
    "current user": PropertyOperations(
        list_current_user_properties.request,
        get_current_user_property.request,
        list_current_user_property_items.request,
    ),
    "dataset": PropertyOperations(
        list_dataset_properties.request,
        get_dataset_property.request,
        list_dataset_property_items.request,
        set=set_dataset_properties.request,
    ),
    "library": PropertyOperations(
        list_library_properties.request,
        get_library_property.request,
        list_library_property_items.request,
        set=set_library_properties.request,
    ),
    "library pool": PropertyOperations(
        list_library_pool_properties.request,
        get_library_pool_property.request,
        list_library_pool_property_items.request,
        set=set_library_pool_properties.request,
    ),
    "project": PropertyOperations(
        list_project_properties.request,
        get_project_property.request,
        list_project_property_items.request,
        set=set_project_properties.request,
    ),
    "run": PropertyOperations(
        list_run_properties.request,
        get_run_property.request,
        list_run_property_items.request,
        set=set_run_properties.request,
    ),
    "subject": PropertyOperations(
        list_subject_properties.request,
        get_subject_property.request,
        list_subject_property_items.request,
        set=set_subject_properties.request,
    ),
}
