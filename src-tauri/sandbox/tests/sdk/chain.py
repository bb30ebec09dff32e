"""Pine Labs' own Python SDK, unchanged, against the sandbox: `chain.py PATH-OF-THE-SANDBOX`.

Every call that the app makes is made with the SDK's own classes; an answer has to fit the SDK's own model, and what
comes back is compared with what was sent. Run by `cargo xtask sdk`, which is a part of `cargo xtask test`."""

import datetime
import sys
import uuid

import httpx
import pinelabs
from model import misfits
from pinelabs import PinelabsApi
from pinelabs.core.api_error import ApiError
from pinelabs.refunds import CreateRefundRequestOrderAmount
from stand_in import CLIENT_ID, CLIENT_SECRET, StandIn


def same(told, wanted, what):
    if told != wanted:
        raise SystemExit(f"{what}: {told!r} in place of {wanted!r}")


class Chain:
    def __init__(self, stand_in):
        self.stand_in = stand_in
        self.calls = 0
        # Without the machine's proxies, and with no second try: a call has to succeed as it is.
        self._http = httpx.Client(trust_env=False, timeout=10)
        # The SDK sends a token to the token route too; its own example's empty one makes a header that httpx refuses.
        self._token = "none-yet"
        self.sdk = self._client()

    def _client(self):
        return PinelabsApi(
            base_url=self.stand_in.url,
            token=lambda: self._token,
            request_id=str(uuid.uuid4()),
            request_timestamp=datetime.datetime.now(datetime.timezone.utc),
            httpx_client=self._http,
        )

    def ask(self, call, *arguments, **named):
        """One call of the SDK, whose answer has to fit."""
        answer = call(*arguments, request_options={"max_retries": 0}, **named)
        self.calls += 1
        wrong = misfits(answer)
        if wrong:
            raise SystemExit(f"{call.__qualname__}{arguments}: not in the SDK's model: {', '.join(wrong)}")
        return answer

    def refused(self, status, code, call, *arguments, **named):
        """One call of the SDK that has to be refused in a shape that it understands."""
        try:
            answer = call(*arguments, request_options={"max_retries": 0}, **named)
        except ApiError as refusal:
            self.calls += 1
            body = refusal.body if isinstance(refusal.body, dict) else refusal.body.model_dump()
            same((refusal.status_code, body.get("code")), (status, code), f"{call.__qualname__}{arguments}")
            return
        raise SystemExit(f"{call.__qualname__}{arguments} was not refused: {answer!r}")

    def token(self):
        answer = self.ask(
            self.sdk.authentication.generate_token,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            grant_type="client_credentials",
        )
        self._token = answer.access_token
        ahead = answer.expires_at - datetime.datetime.now(datetime.timezone.utc)
        if not datetime.timedelta(minutes=5) < ahead < datetime.timedelta(hours=2):
            raise SystemExit(f"The token ends in {ahead}")

    def new_link(self, reference, **named):
        return self.ask(self.sdk.payment_links.create_payment_link, **self.link(reference, **named))

    def link(self, reference, **named):
        amount = pinelabs.Amount(value=250_000, currency="INR")
        customer = pinelabs.PaymentLinkCustomer(email_id="odette@example.com", first_name="Odette")
        return {"amount": amount, "merchant_payment_link_reference": reference, "customer": customer, **named}


def links(chain):
    """Create with every field, get, by reference, resend, cancel."""
    api = chain.sdk.payment_links
    amount = lambda value: pinelabs.Amount(value=value, currency="INR")
    address = pinelabs.PaymentLinkAddress(
        address1="7 Invented Lane", pincode="560001", city="Mysuru", state="Karnataka", country="India"
    )
    end = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=3)).replace(microsecond=0)
    sent = chain.link(
        "sdk-1",
        description="Festival lamps",
        expire_by=end,
        allowed_payment_methods=["CARD", "UPI"],
        pre_auth="false",
        is_mcc_transaction="false",
        failure_callback_url="https://shop.example.com/failed",
        callback_url="https://shop.example.com/paid",
        part_payment=False,
        customer=pinelabs.PaymentLinkCustomer(
            email_id="odette@example.com",
            first_name="Odette",
            last_name="Invented",
            customer_id="700900",
            mobile_number="9000000090",
            country_code="91",
            billing_address=address,
            shipping_address=address,
            merchant_customer_reference="regular-0900",
            gstin="29AAAAA0000A1Z5",
        ),
        product_details=[
            pinelabs.PaymentLinkProductDetail(
                product_code="lamp", product_amount=amount(260_000), product_coupon_discount_amount=amount(10_000)
            )
        ],
        cart_coupon_discount_amount=amount(5_000),
        merchant_metadata={"counter": "2"},
        split_info=pinelabs.PaymentLinkSplitInfo(
            split_type="AMOUNT",
            split_details=[
                pinelabs.PaymentLinkSplitDetail(
                    split_merchant_id="111302", merchant_settlement_reference="share-1", amount=amount(250_000)
                )
            ],
        ),
        account_details=pinelabs.PaymentLinkAccountDetails(
            bank_details=pinelabs.PaymentLinkBankDetails(
                account_number="000000004711", ifsc_code="EXAM0000001", bank_name="Example Bank"
            )
        ),
        cart_details=pinelabs.PaymentLinkCartDetails(
            items=[pinelabs.PaymentLinkCartItem(product_code="lamp", product_amount=amount(260_000))]
        ),
    )
    made = chain.ask(api.create_payment_link, **sent)
    found = chain.ask(api.get_payment_link_by_id, made.payment_link_id)
    named = chain.ask(api.get_payment_link_by_merchant_reference, "sdk-1")
    never_returned = {"callback_url", "part_payment", "cart_details", "pre_auth", "is_mcc_transaction"}
    for answer in (made, found, named):
        for field in sent.keys() - never_returned:
            same(getattr(answer, field), sent[field], f"{field} of the link")
        same((answer.pre_auth, answer.is_mcc_transaction), (False, False), "the flags of the link")
        same(answer.amount_due, sent["amount"], "what is due")
        same((answer.payment_link_id, answer.order_id), (made.payment_link_id, made.order_id), "the ids")
    for field in ("callback_url", "part_payment", "cart_details"):
        same(field in (made.model_extra or {}), False, f"{field} in the answer")

    chain.ask(api.resend_payment_link_notification, made.payment_link_id)
    order = chain.ask(chain.sdk.orders.get_order_by_id, made.order_id).data
    same((order.order_id, order.type, order.status), (made.order_id, "CHARGE", "CREATED"), "the order of the link")
    named = chain.ask(chain.sdk.orders.get_order_by_merchant_reference, "sdk-1").data
    same(named.order_id, made.order_id, "the order under the reference")
    cancelled = chain.ask(api.cancel_payment_link, made.payment_link_id)
    same(cancelled.status, "CANCELLED", "the cancelled link")

    chain.refused(422, "DUPLICATE_REQUEST", api.create_payment_link, **sent)
    chain.stand_in.control("settings", {"duplicate_create": "return"})
    again = chain.ask(api.create_payment_link, **sent)
    same(again.payment_link_id, made.payment_link_id, "the link under a reference that was used")
    chain.refused(422, "INVALID_REQUEST", api.cancel_payment_link, made.payment_link_id)
    chain.refused(422, "INVALID_REQUEST", api.resend_payment_link_notification, made.payment_link_id)
    chain.refused(404, "PAYMENT_LINK_NOT_FOUND", api.get_payment_link_by_id, "pl-v1-nobody")


def refunds(chain):
    """A link is paid, refunded in part, in part again under the same reference, and looked up."""
    order_id = chain.new_link("sdk-refund").order_id
    chain.stand_in.control("links/sdk-refund/pay", {"method": "card"})
    amount = CreateRefundRequestOrderAmount(value=50_000, currency="INR")
    asked = {"merchant_order_reference": "sdk-rf-1", "order_amount": amount}
    made = chain.ask(chain.sdk.refunds.create_refund, order_id, **asked).data
    same((made.type, made.status), ("REFUND", "CREATED"), "the refund")
    same((made.parent_order_id, made.order_amount.value), (order_id, 50_000), "the refund")
    for found in (
        chain.ask(chain.sdk.orders.get_order_by_id, made.order_id),
        chain.ask(chain.sdk.orders.get_order_by_merchant_reference, "sdk-rf-1"),
    ):
        same((found.data.type, found.data.order_id), ("REFUND", made.order_id), "the refund that was looked up")
        same(found.data.order_amount.value, 50_000, "the refund that was looked up")
    chain.refused(422, "DUPLICATE_REQUEST", chain.sdk.refunds.create_refund, order_id, **asked)
    chain.stand_in.control("settings", {"duplicate_refund": "return"})
    again = chain.ask(chain.sdk.refunds.create_refund, order_id, **asked).data
    same(again.order_id, made.order_id, "the refund under a reference that was used")

    chain.stand_in.control("refunds/sdk-rf-1/advance", {"status": "PROCESSED"})
    order = chain.ask(chain.sdk.orders.get_order_by_id, order_id).data
    same(order.status, "PARTIALLY_REFUNDED", "the order after a refund")
    same([refund["order_id"] for refund in order.model_extra["refunds"]], [made.order_id], "the order's refunds")
    chain.stand_in.control("settings", {"documented_schema": True})
    order = chain.ask(chain.sdk.orders.get_order_by_id, order_id).data
    refund = chain.ask(chain.sdk.orders.get_order_by_id, made.order_id).data
    same((order.model_extra or {}, refund.model_extra or {}), ({}, {}), "what the schema has not")

    too_much = CreateRefundRequestOrderAmount(value=250_000, currency="INR")
    asked = {"merchant_order_reference": "sdk-rf-2", "order_amount": too_much}
    chain.refused(422, "AMOUNT_LIMIT_EXCEEDED", chain.sdk.refunds.create_refund, order_id, **asked)
    chain.refused(404, "ORDER_NOT_FOUND", chain.sdk.refunds.create_refund, "v1-nobody", **asked)
    too_little = CreateRefundRequestOrderAmount(value=99, currency="INR")
    asked = {"merchant_order_reference": "sdk-rf-3", "order_amount": too_little}
    chain.refused(400, "INVALID_REQUEST", chain.sdk.refunds.create_refund, order_id, **asked)


def holds(chain):
    """Money is held: a part is captured, another hold is voided."""
    api = chain.sdk.orders
    captured = chain.new_link("sdk-capture", pre_auth="true").order_id
    voided = chain.new_link("sdk-void", pre_auth="true").order_id
    for reference in ("sdk-capture", "sdk-void"):
        chain.stand_in.control(f"links/{reference}/pay", {"method": "card"})
    held = chain.ask(api.get_order_by_id, captured).data
    same((held.status, held.pre_auth, held.payments[0].status), ("AUTHORIZED", True, "AUTHORIZED"), "the hold")
    part = {"merchant_capture_reference": "sdk-cap-1", "capture_amount": pinelabs.Amount(value=200_000, currency="INR")}
    order = chain.ask(api.capture_order, captured, **part).data
    capture = order.payments[0].capture_data[0]
    same((order.status, capture.capture_amount.value), ("PROCESSED", 200_000), "the capture")
    same(capture.merchant_capture_reference, "sdk-cap-1", "the capture")
    chain.refused(422, "DUPLICATE_REQUEST", api.capture_order, captured, **part)
    chain.stand_in.control("settings", {"duplicate_capture": "return"})
    same(chain.ask(api.capture_order, captured, **part).data.order_id, captured, "the order that was captured")

    same(chain.ask(api.cancel_order, voided).data.status, "CANCELLED", "the voided order")
    chain.refused(422, "INVALID_REQUEST", api.cancel_order, voided)
    chain.refused(422, "INVALID_REQUEST", api.capture_order, voided, merchant_capture_reference="sdk-cap-2")
    chain.refused(404, "ORDER_NOT_FOUND", api.get_order_by_id, "v1-nobody")


def catalogue(chain):
    """Every link that the shop opens with, by id and by reference, and its order by id and by reference."""
    entries = chain.stand_in.control("catalogue")["links"]
    unreadable = "INV-2526-0146"
    for entry in entries:
        reference, order_id = entry["reference"], entry["order_id"]
        link = chain.ask(chain.sdk.payment_links.get_payment_link_by_id, entry["link_id"])
        named = chain.ask(chain.sdk.payment_links.get_payment_link_by_merchant_reference, reference)
        same((link, link.order_id), (named, order_id), f"the link {reference}")
        if reference == unreadable:
            chain.refused(404, "ORDER_NOT_FOUND", chain.sdk.orders.get_order_by_id, order_id)
            continue
        order = chain.ask(chain.sdk.orders.get_order_by_id, order_id)
        named = chain.ask(chain.sdk.orders.get_order_by_merchant_reference, order.data.merchant_order_reference)
        same((order.data.order_id, named), (order_id, order), f"the order of {reference}")
    return len(entries)


def strangers(chain):
    """Nobody without a token, and nobody with wrong keys."""
    keys = {"client_id": CLIENT_ID, "client_secret": "wrong", "grant_type": "client_credentials"}
    chain.refused(401, None, chain.sdk.authentication.generate_token, **keys)
    chain.stand_in.control("token/expire", {})
    chain.refused(401, "UNAUTHORIZED", chain.sdk.orders.get_order_by_id, "v1-nobody")


def misspelt(chain):
    """What the SDK lets pass is caught here: a field, a word and a moment that its model has not."""
    link_id = chain.stand_in.control("catalogue")["links"][0]["link_id"]
    for fault, path in (
        ({"field": "amount_dew", "raw": "{}"}, ["amount_dew"]),
        ({"field": "status", "raw": '"PAYED"'}, ["status=PAYED"]),
        ({"shape": "without_zone"}, [f"{field} without a zone" for field in ("expire_by", "created_at", "updated_at")]),
    ):
        chain.stand_in.control("faults", {"kind": "mangled", **fault})
        same(misfits(chain.sdk.payment_links.get_payment_link_by_id(link_id)), path, "what does not fit")


def main():
    with StandIn(sys.argv[1]) as stand_in:
        chain = Chain(stand_in)
        chain.token()
        misspelt(chain)
        read = catalogue(chain)
        for part in (links, refunds, holds):
            stand_in.control("settings", {"documented_schema": False})
            part(chain)
        strangers(chain)
        print(f"{chain.calls} calls of Pine Labs' SDK fit, {read} links of the catalogue and their orders among them.")


if __name__ == "__main__":
    main()
