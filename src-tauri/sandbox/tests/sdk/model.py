"""Whether an answer fits a model of the SDK: every field is one that the model knows, every word one that it lists.

The SDK itself lets unknown fields and words pass, so a misspelt field of the sandbox would be seen by nobody."""

import datetime
import typing

import pydantic

# What the sandbox has on purpose and the SDK's schema has not. `*` stands for the place in a list.
KNOWN_TO_DIFFER = {
    # Older answers carry it, and integrators rely on it; the setting `list_refunds` leaves it out.
    "data.refunds": "the list of an order's refunds",
    "data.parent_order_id": "the parent in a look-up of a refund",
    "data.payments.*.payment_option.upi_data": "the other spelling of `upi_details`",
    "data.purchase_details.customer.gstin": "the customer of an order is the link's",
    "data.purchase_details.customer.merchant_customer_reference": "the customer of an order is the link's",
    # Links that are there to be odd.
    "status=ON_REVIEW": "a status that nobody documented",
    "data.status=PARTIALLY_CAPTURED": "documented in the guide pages",
    "data.payments.*.status=SETTLED_LATER": "a status that nobody documented",
}


def misfits(answer):
    """The paths of what does not fit, those that are known to differ left out."""
    return [path for path in _misfits(answer, "") if path not in KNOWN_TO_DIFFER]


def _misfits(model, path):
    for name in model.model_extra or {}:
        yield f"{path}{name}"
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if value is not None:
            yield from _of_value(value, f"{path}{field.alias or name}", field.annotation)


def _of_value(value, path, annotation):
    if isinstance(value, pydantic.BaseModel):
        yield from _misfits(value, f"{path}.")
    elif isinstance(value, list):
        for item in value:
            yield from _of_value(item, f"{path}.*", _item_of(annotation))
    elif isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            yield f"{path} without a zone"
    elif isinstance(value, str):
        words = list(_words(annotation))
        if words and value not in words:
            yield f"{path}={value}"


def _item_of(annotation):
    """The type of a list's items."""
    if typing.get_origin(annotation) is list:
        return typing.get_args(annotation)[0]
    items = (_item_of(part) for part in typing.get_args(annotation))
    return next((item for item in items if item is not None), None)


def _words(annotation):
    """The words that an open enum lists: `Union[Literal[…], Any]`."""
    if typing.get_origin(annotation) is typing.Literal:
        yield from typing.get_args(annotation)
    else:
        for part in typing.get_args(annotation):
            yield from _words(part)
