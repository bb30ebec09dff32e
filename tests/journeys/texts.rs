//! What Pine Labs may say: everything that it documents, each value on the page; and what nobody expects, which breaks
//! nothing, pretends nothing and opens nothing but reading.

use acceptance::audit::Audit;
use acceptance::journey::{Journey, Setup};
use acceptance::keyboard::ESCAPE;
use acceptance::window::Window;
use serde_json::{Value, json};

const LINK: &str = "pl-v1-250912101010-aa-Every1";
const ORDER: &str = "v1-250912101010-aa-Every1";

/// Makes Pine Labs answer with this link, and with this order, and opens it.
async fn open(journey: &Journey, link: &Value, order: &Value) {
    journey.shop.answer(&format!("/paymentlink/{LINK}"), link.clone()).await;
    journey.shop.answer(&format!("/orders/{ORDER}"), json!({ "data": order })).await;
    journey.window.open_link(LINK).await;
}

fn rupees(value: i64) -> Value {
    json!({ "value": value, "currency": "INR" })
}

/// Every field of the documented link, no two with the same value.
fn whole_link() -> Value {
    let address = |tag: &str, pincode: &str| {
        json!({
            "address1": format!("14 {tag} Street"), "address2": format!("Behind the {tag} shed"),
            "address3": format!("{tag} Ward 7"), "pincode": pincode, "city": format!("{tag}pur"),
            "state": format!("{tag} Pradesh"), "country": format!("{tag}land"),
        })
    };
    json!({
        "payment_link": "https://short.example.com/PLUTUS/every1", "payment_link_id": LINK,
        "status": "PROCESSED", "amount": rupees(876_500), "amount_due": rupees(0), "order_id": ORDER,
        "merchant_payment_link_reference": "EVERY-FIELD-1", "description": "A hamper for the whole family",
        "expire_by": "2025-09-21T08:29Z", "allowed_payment_methods": ["NETBANKING", "CREDIT_EMI"],
        "pre_auth": false, "failure_callback_url": "https://shop.example.com/failed", "is_mcc_transaction": true,
        "callback_url": "https://shop.example.com/thanks", "part_payment": true,
        "customer": {
            "email_id": "kiran.example@example.com", "first_name": "Kiran", "last_name": "Deshpande",
            "customer_id": "700123", "mobile_number": "9000000123", "country_code": "91",
            "billing_address": address("Bill", "560001"), "shipping_address": address("Ship", "560002"),
            "merchant_customer_reference": "regular-0123", "gstin": "29AAAAA0000A1Z5",
        },
        "product_details": [
            { "product_code": "loom_10", "product_amount": rupees(711_100), "product_coupon_discount_amount": rupees(1_100) },
            { "product_code": "dye_20", "product_amount": rupees(177_700), "product_coupon_discount_amount": rupees(1_200) },
        ],
        "split_info": { "split_type": "AMOUNT", "split_details": [
            { "split_merchant_id": "111301", "merchant_settlement_reference": "settle-ref-1", "split_settlement_id": "settle-id-1",
              "amount": rupees(500_100), "on_hold": true, "status": "RELEASED", "updated_at": "2025-09-13T07:57:08.022Z" },
            { "split_merchant_id": "111302", "merchant_settlement_reference": "settle-ref-2", "split_settlement_id": "settle-id-2",
              "amount": rupees(376_400), "on_hold": false, "status": "HOLD", "updated_at": "2025-09-14T07:57:08.022Z" },
        ]},
        "account_details": { "bank_details": {
            "account_number": "000000001234", "ifsc_code": "EXAM0000001", "bank_name": "Example Bank" } },
        "cart_coupon_discount_amount": rupees(1_300),
        "merchant_metadata": { "counter": "two", "salesperson": "Invented Person", "Offer": "x".repeat(600) },
        "created_at": "2025-09-12T04:40:10.101Z", "updated_at": "2025-09-12T05:41:11.202Z",
    })
}

fn whole_order() -> Value {
    json!({
        "order_id": ORDER, "merchant_order_reference": "ORDER-REF-1", "type": "CHARGE", "status": "PARTIALLY_REFUNDED",
        "order_amount": rupees(876_500), "pre_auth": false,
        "payments": [
            { "id": format!("{ORDER}-up-1"), "status": "FAILED", "payment_amount": rupees(876_600), "payment_method": "UPI",
              "payment_option": { "upi_details": { "payer": { "vpa": "kirandesh@examplebank" } } },
              "error_detail": { "code": "U30_DEBIT_FAILED", "message": "Debit has failed at the bank" },
              "created_at": "2025-09-12T04:50:00Z", "updated_at": "2025-09-12T04:51:00Z" },
            { "id": format!("{ORDER}-cc-2"), "status": "PROCESSED", "payment_amount": rupees(876_500), "payment_method": "CARD",
              "payment_option": { "card_data": { "card_type": "CREDIT", "network_name": "VISA", "issuer_name": "EXAMPLE COOP BANK",
                "card_category": "CONSUMER", "country_code": "IND", "last4_digit": "4417" } },
              "acquirer_data": { "approval_code": "084512", "acquirer_reference": "AR-7781", "rrn": "532111087730" },
              "capture_data": [{ "merchant_capture_reference": "capture-ref-1", "capture_amount": rupees(876_500),
                "created_at": "2025-09-12T04:57:00Z" }],
              "created_at": "2025-09-12T04:55:00Z", "updated_at": "2025-09-12T04:56:00Z" },
        ],
        "refunds": [{ "order_id": "v1-250912101010-aa-Refund1", "parent_order_id": ORDER, "type": "REFUND",
            "merchant_order_reference": "refund-ref-1", "status": "PROCESSED", "order_amount": rupees(76_500),
            "created_at": "2025-09-12T06:00:00Z", "updated_at": "2025-09-12T06:01:00Z" }],
        "created_at": "2025-09-12T04:45:00Z", "updated_at": "2025-09-12T06:02:00Z",
    })
}

/// What a field is shown as, where that is not what Pine Labs wrote.
fn shown_as(path: &str, value: &Value) -> Vec<String> {
    let field = path.rsplit('/').next().unwrap_or_default();
    let text = value.as_str().unwrap_or_default();
    let words: &[&str] = match (field, text) {
        // Of an amount; its figure says it.
        ("currency", "INR") => &["₹"],
        ("value", _) => return vec![figure(value.as_i64().expect("amounts are whole numbers"))],
        (_, "NETBANKING") => &["Net banking"],
        (_, "CREDIT_EMI") => &["Credit card EMI"],
        ("payment_method", "CARD") => &["Visa card ending 4417"],
        ("network_name", "VISA") => &["Visa"],
        // Hidden but for its ends, and for its last four.
        ("vpa", _) => &["ki••••••h@examplebank"],
        ("account_number", _) => &["account ending 1234"],
        ("country_code", "91") => &["+91 9000000123"],
        // The refund's parent is the order that it stands below.
        ("parent_order_id", _) => &[ORDER],
        // A refund stands among the refunds.
        ("type", "REFUND") => &["Refunds"],
        ("status", "RELEASED") => &["Released"],
        ("status", "HOLD") => &["On hold"],
        ("on_hold", _) if value == true => &["To be held back"],
        ("on_hold", _) => &["Not to be held back"],
        ("is_mcc_transaction", _) => &["MCC transaction Yes"],
        ("part_payment", _) => &["Part payments Yes"],
        ("pre_auth", _) => &["Held first No"],
        ("expire_by", _) => &["21 Sep 2025, 13:59 IST"],
        ("created_at" | "updated_at", _) if path.starts_with("/refunds") => &["12 Sep"],
        ("created_at" | "updated_at", _) => return vec![in_india(text)],
        _ => return vec![text.to_owned()],
    };
    words.iter().map(ToString::to_string).collect()
}

/// `8765.00` as it is written in India; the amounts here are below a lakh.
fn figure(minor: i64) -> String {
    let (rupees, paise) = (minor / 100, minor % 100);
    if rupees < 1000 {
        return format!("{rupees}.{paise:02}");
    }
    format!("{},{:03}.{paise:02}", rupees / 1000, rupees % 1000)
}

/// The clock in India of a moment here, which are all in September 2025 and between 0 and 18 h UTC.
fn in_india(text: &str) -> String {
    let number = |part: &str| part.parse::<u32>().expect("a time of day");
    let minutes = number(&text[11..13]) * 60 + number(&text[14..16]) + 330;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Every value that is not a list nor an object, with its path.
fn leaves(path: &str, value: &Value, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| leaves(&format!("{path}/{name}"), field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| leaves(path, item, found)),
        leaf => found.push((path.to_owned(), leaf.clone())),
    }
}

/// Everything that the page has in words, opened or not, but for the raw answer.
async fn words_of_the_page(window: &Window) -> String {
    let script = r#"const page = document.querySelector('[data-testid="link-panel"]').cloneNode(true);
        for (const raw of page.querySelectorAll("pre")) raw.remove();
        const values = [...page.querySelectorAll("[data-value]")].map((each) => each.dataset.value);
        arguments[arguments.length - 1]([page.textContent.replace(/\s+/g, " "), ...values].join("\n"));"#;
    window.run_async(script, Vec::new()).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_value_that_pine_labs_documents_is_on_the_page_or_hidden_on_purpose() {
    let journey = Journey::connected(Setup::default()).await;
    let (link, order) = (whole_link(), whole_order());
    open(&journey, &link, &order).await;
    let page = words_of_the_page(&journey.window).await;
    let mut values = Vec::new();
    leaves("", &link, &mut values);
    leaves("", &order, &mut values);
    let missing: Vec<String> = values
        .iter()
        .flat_map(|(path, value)| shown_as(path, value).into_iter().map(move |words| (path, words)))
        .filter(|(_, words)| !page.contains(words.as_str()))
        .map(|(path, words)| format!("{path}: {words}"))
        .collect();
    assert!(missing.is_empty(), "not on the page:\n  {}\n{page}", missing.join("\n  "));
    for hidden in ["kirandesh@", "00000000123"] {
        assert!(!page.contains(hidden), "{hidden} is shown");
    }
}

/// A link that says little but what a test is about.
fn plain_link(more: &Value) -> Value {
    let mut link = json!({
        "payment_link": "https://short.example.com/PLUTUS/odd1", "payment_link_id": LINK, "status": "PROCESSED",
        "amount": rupees(876_500), "amount_due": rupees(0), "order_id": ORDER, "pre_auth": false,
        "merchant_payment_link_reference": "ODD-1",
    });
    for (field, value) in more.as_object().into_iter().flatten() {
        link[field] = value.clone();
    }
    link
}

fn plain_order() -> Value {
    json!({
        "order_id": ORDER, "status": "PROCESSED", "type": "CHARGE", "order_amount": rupees(876_500),
        "payments": [{ "status": "PROCESSED", "payment_amount": rupees(876_500), "payment_method": "CARD" }],
    })
}

/// Amount and the first action stand in the window without a scroll, as small as it is drawn for.
async fn amount_and_action_in_sight(window: &Window) {
    window.resize(900, 600).await;
    let probe = r#"const inside = (id) => shown(id).some((each) => {
            const { top, bottom, left, right } = each.getBoundingClientRect();
            return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
        });
        return inside("link-amount") && inside("link-status") && inside("action-refund");"#;
    window.until("amount, status and refund to be in sight at 900×600", probe, json!(null)).await;
    window.resize(1280, 800).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_texts_are_folded_and_open_and_break_nothing() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let mut audit = Audit::of(window);
    let metadata: serde_json::Map<String, Value> = (0..10)
        .map(|at| {
            let value = if at % 2 == 0 { "unbroken".repeat(75) } else { "some words and ".repeat(40) };
            (format!("key_{at}_{}", "k".repeat(250)), value.into())
        })
        .collect();
    for (what, description) in
        [("words", "A long description. ".repeat(500)), ("one word", "x".repeat(10_000))]
    {
        let name = "Bartholomew".repeat(4);
        let customer =
            json!({ "first_name": name, "last_name": "of a very long family name indeed, the third" });
        let link = plain_link(
            &json!({ "description": description, "merchant_metadata": metadata, "customer": customer }),
        );
        journey.shop.heal().await;
        open(&journey, &link, &plain_order()).await;
        window.click("action-refresh").await;
        audit.look(&format!("10,000 characters in {what}")).await;
        amount_and_action_in_sight(window).await;
        window.click_words("Show all").await;
        let probe = "return [...document.querySelectorAll('dd p')].some((each) => each.innerText.length >= 9999 && each.scrollHeight <= each.clientHeight + 1);";
        window.until("the whole description", probe, json!(null)).await;
        audit.look(&format!("10,000 characters in {what}, opened")).await;
        window.click("action-refund").await;
        window.see("dialog-confirm").await;
        audit.look(&format!("refund under a long name, {what}")).await;
        window.dismiss().await;
    }
    window.press(ESCAPE).await;
    audit.look("recents with long names").await;
    audit.ends_clean();
}

/// Names that change the direction, hide signs, or look like something else.
const NAMES: [(&str, &str, &str); 6] = [
    ("Devanagari", "श्रीमती अन्नपूर्णा", "वेंकटेश्वरन"),
    ("Arabic", "محمد", "عبد الرحمن 2025"),
    ("an override", "Neha \u{202E}00.005₹", "Kulkarni"),
    ("signs of no width", "Ne\u{200B}\u{FEFF}ha", "Kul\u{200D}\u{2066}karni"),
    ("pictures", "👩‍👩‍👧‍👦🇮🇳", "🙂"),
    ("markup", "<img src=x onerror=alert(1)>", "<b>bold</b>&amp;"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_name_in_any_script_never_reorders_the_figures_beside_it() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let mut audit = Audit::of(window);
    for (what, first, last) in NAMES {
        let customer = json!({ "first_name": first, "last_name": last });
        journey.shop.heal().await;
        open(&journey, &plain_link(&json!({ "customer": customer, "description": first })), &plain_order())
            .await;
        window.click("action-refresh").await;
        let whole = format!("{first} {last}");
        let shown = "return [...document.querySelectorAll('[data-value]')].some((each) => each.dataset.value === args && each.innerText.length > 0);";
        window.until(&format!("the name in {what}, as it was written"), shown, json!(whole)).await;
        let made = "return document.querySelector('main img, main b[onerror]') === null;";
        window.until("markup to stay a text", made, json!(null)).await;
        audit.look(&format!("a name in {what}")).await;
        window.click("action-refund").await;
        window.click("refund-full").await;
        window.see_enabled("dialog-dismiss").await;
        let in_order = r#"const button = shown("dialog-confirm")[0];
            const text = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
            for (let node = text.nextNode(); node; node = text.nextNode()) {
                const at = [node.data.indexOf("Refund"), node.data.indexOf("₹"), node.data.indexOf("8,765.00"), node.data.indexOf(" to ") + 1];
                if (at.some((each) => each < 0)) continue;
                const lefts = at.map((each) => {
                    const range = document.createRange();
                    range.setStart(node, each);
                    range.setEnd(node, each + 1);
                    return range.getBoundingClientRect().left;
                });
                return lefts.every((left, nth) => nth === 0 || left > lefts[nth - 1]);
            }
            return false;"#;
        window.until(&format!("verb, sum and name in their order, {what}"), in_order, json!(null)).await;
        window.dismiss().await;
    }
    audit.ends_clean();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_understood_is_shown_as_it_is_and_only_read() {
    let journey = Journey::connected(Setup::default()).await;
    let window = &journey.window;
    let mut audit = Audit::of(window);
    let odd = json!({
        "status": "UNDER_\u{202E}REVIEW_BY_A_BANK_THAT_WRITES_VERY_LONG_WORDS",
        "customer": "nobody", "expire_by": "one day", "allowed_payment_methods": "any", "merchant_metadata": [1, 2],
        "loyalty": { "points": 42, "levels": ["silver", { "deep": null }], "email_id": "hidden@example.com" },
    });
    let mut order = plain_order();
    order["status"] = "HALF_WAY".into();
    order["payments"] =
        json!([{ "status": "ODDLY_DONE", "payment_amount": rupees(1), "payment_method": "SEASHELLS" }, {}]);
    open(&journey, &plain_link(&odd), &order).await;
    let status = window.see_state("unknown").await;
    assert!(status.text.contains("REVIEW_BY_A_BANK"), "{}", status.text);
    window.see_words("HALF_WAY").await;
    window.see_words("SEASHELLS").await;
    for action in ["resend", "cancel", "refund", "capture", "void"] {
        window.see_disabled(&format!("action-{action}")).await;
        window.see_with("action-reason", "data-action", action).await;
    }
    window.click_words("Raw response").await;
    window.see_words("\"points\": 42").await;
    let page = window.run_async("arguments[0](document.body.textContent)", Vec::new()).await;
    assert!(
        !page.as_str().unwrap_or_default().contains("hidden@example.com"),
        "the raw answer hides no address"
    );
    audit.look("nothing understood").await;

    journey.shop.heal().await;
    journey.shop.answer(&format!("/paymentlink/{LINK}"), json!({ "payment_link_id": LINK })).await;
    window.click("action-refresh").await;
    window.see_words("No status given").await;
    let amount = window.see_text("link-amount", "Not told").await;
    assert_eq!(amount.attribute("data-minor"), "", "an amount was made up");
    for action in ["resend", "cancel", "refund", "capture", "void"] {
        window.see_disabled(&format!("action-{action}")).await;
    }
    audit.look("nothing but an id").await;
    audit.ends_clean();
}
