//! Parses the form for a new link into a request, or lists its invalid fields.
//!
//! `NewLink::problems` says whether Pine Labs would accept the link.

use jiff::Timestamp;
use pinelabs::{Currency, Customer, FieldError, FieldProblem, Money, NewLink, Reference};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{
    amount::{self, AmountProblem},
    phone::Phone,
};

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LinkForm {
    /// In rupees ("1,250.50").
    pub amount: String,
    /// Generated if empty.
    pub reference: String,
    pub mobile: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub description: String,
    /// Milliseconds.
    pub expire_by: Option<i64>,
    pub part_payment: bool,
    /// Hold the money until it is captured.
    pub pre_auth: bool,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FieldFault {
    Reference,
    AmountOutOfRange,
    Expiry,
    NoTime,
    TooManyPairs,
    PairTooLong,
    NobodyToReach,
    Mobile,
    CountryCode,
    NotAnEmail,
    EmailTooLong,
    NameTooLong,
    CustomerIdTooLong,
    PinCode,
    AmountMissing,
    NotAnAmount,
    AmountInWords,
    AmountWithSpace,
    CommaUnclear,
    OtherCurrency,
    TooManyDecimals,
    NotMoreThanNothing,
    AmountNotTaken,
    NotTaken,
}

/// A field by Pine Labs' name, and what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidField {
    pub field: &'static str,
    pub fault: FieldFault,
}

impl From<FieldError> for InvalidField {
    fn from(error: FieldError) -> Self {
        Self { field: error.field, fault: fault_of(error) }
    }
}

impl LinkForm {
    pub fn read(&self) -> Result<NewLink, Vec<InvalidField>> {
        let amount =
            self.amount().map_err(|problem| InvalidField { field: "amount", fault: amount_fault(problem) });
        let end = self.expire_by.map(Timestamp::from_millisecond).transpose();
        let end = end.map_err(|_| InvalidField { field: "expire_by", fault: FieldFault::NoTime });
        match (amount, self.reference(), end) {
            (Ok(amount), Ok(reference), Ok(expire_by)) => Ok(NewLink {
                customer: self.customer(),
                description: filled(&self.description),
                expire_by,
                part_payment: self.part_payment,
                pre_auth: self.pre_auth,
                ..NewLink::new(amount, reference)
            }),
            (amount, reference, end) => {
                Err([amount.err(), reference.err(), end.err()].into_iter().flatten().collect())
            }
        }
    }

    /// An invalid number passes through as typed; the validation rejects it.
    fn customer(&self) -> Customer {
        let phone = Phone::read(None, &self.mobile);
        let mobile = phone.as_ref().map(|phone| phone.national().to_owned());
        Customer {
            email_id: filled(&self.email),
            mobile_number: mobile.or_else(|| filled(&self.mobile)),
            country_code: phone.map(|phone| phone.country_code()),
            first_name: filled(&self.first_name),
            last_name: filled(&self.last_name),
            ..Customer::default()
        }
    }

    fn amount(&self) -> Result<Money, AmountProblem> {
        Ok(Money::inr(amount::read(&self.amount, Currency::INR)?))
    }

    fn reference(&self) -> Result<Reference, InvalidField> {
        match filled(&self.reference) {
            Some(reference) => Reference::new(reference)
                .map_err(|_| FieldError::reference("merchant_payment_link_reference").into()),
            None => Ok(Reference::generate("link")),
        }
    }
}

fn fault_of(error: FieldError) -> FieldFault {
    match (error.field, error.problem) {
        (_, FieldProblem::NotAReference { .. }) => FieldFault::Reference,
        ("amount", _) => FieldFault::AmountOutOfRange,
        ("expire_by", _) => FieldFault::Expiry,
        ("merchant_metadata", FieldProblem::TooMany { .. }) => FieldFault::TooManyPairs,
        ("merchant_metadata", _) => FieldFault::PairTooLong,
        ("customer", _) => FieldFault::NobodyToReach,
        ("customer.mobile_number", _) => FieldFault::Mobile,
        ("customer.country_code", _) => FieldFault::CountryCode,
        ("customer.email_id", FieldProblem::Malformed) => FieldFault::NotAnEmail,
        ("customer.email_id", _) => FieldFault::EmailTooLong,
        ("customer.first_name" | "customer.last_name", _) => FieldFault::NameTooLong,
        ("customer.customer_id", _) => FieldFault::CustomerIdTooLong,
        ("customer.billing_address.pincode" | "customer.shipping_address.pincode", _) => FieldFault::PinCode,
        _ => FieldFault::NotTaken,
    }
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn amount_fault(problem: AmountProblem) -> FieldFault {
    match problem {
        AmountProblem::Empty => FieldFault::AmountMissing,
        AmountProblem::NotAnAmount | AmountProblem::PlusSign | AmountProblem::SeveralPoints => {
            FieldFault::NotAnAmount
        }
        AmountProblem::Letters | AmountProblem::Exponent => FieldFault::AmountInWords,
        AmountProblem::SpaceInside => FieldFault::AmountWithSpace,
        AmountProblem::CommaUnclear => FieldFault::CommaUnclear,
        AmountProblem::OtherCurrency => FieldFault::OtherCurrency,
        AmountProblem::TooManyDecimals => FieldFault::TooManyDecimals,
        AmountProblem::Negative => FieldFault::NotMoreThanNothing,
        AmountProblem::BelowMinimum | AmountProblem::AboveLeft => FieldFault::AmountNotTaken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> LinkForm {
        LinkForm {
            amount: "1,250.50".into(),
            reference: " INV-9 ".into(),
            email: "asha@example.com".into(),
            ..LinkForm::default()
        }
    }

    #[test]
    fn a_form_is_read_as_it_was_meant_and_what_is_empty_is_left_out() {
        let new = form().read().unwrap();
        assert_eq!((new.amount, new.reference.as_str()), (Money::inr(125_050), "INV-9"));
        assert_eq!((new.customer.mobile_number, new.description), (None, None));
    }

    #[test]
    fn a_reference_is_made_up_where_none_was_given() {
        let made_up = || LinkForm { reference: " ".into(), ..form() }.read().unwrap().reference;
        let (one, other) = (made_up(), made_up());
        assert!(one.is_allowed_for_new() && one != other);
    }

    #[test]
    fn a_mobile_number_is_parted_from_its_country() {
        for (typed, country, mobile) in [
            ("9876543210", Some("91"), "9876543210"),
            (" +91 98765-43210 ", Some("91"), "9876543210"),
            ("09876543210", Some("91"), "9876543210"),
            ("0091 98765 43210", Some("91"), "9876543210"),
            ("+91 +91 9876543210", Some("91"), "9876543210"),
            ("९८७६५४३२१०", Some("91"), "9876543210"),
            ("+1 212 555 0123", Some("1"), "2125550123"),
            // Left as typed, for the validation of Pine Labs' rules.
            ("1234567890", None, "1234567890"),
            ("98765", None, "98765"),
            ("at the shop", None, "at the shop"),
        ] {
            let customer = LinkForm { mobile: typed.into(), ..form() }.read().unwrap().customer;
            assert_eq!(customer.mobile_number.as_deref(), Some(mobile), "{typed}");
            assert_eq!(customer.country_code.as_deref(), country, "{typed}");
        }
    }

    #[test]
    fn what_pine_labs_would_not_take_of_a_form_is_named_by_its_field() {
        let now = "2025-03-06T08:00:00Z".parse().unwrap();
        let fields = |form: LinkForm| {
            form.read().unwrap().problems(now).into_iter().map(|problem| problem.field).collect::<Vec<_>>()
        };
        let nobody = || LinkForm { email: String::new(), ..form() };
        let table = [
            (form(), vec![]),
            (LinkForm { mobile: "+91 98765 43210".into(), ..nobody() }, vec![]),
            (nobody(), vec!["customer"]),
            (
                LinkForm { email: format!("{}@example.com", "a".repeat(39)), ..form() },
                vec!["customer.email_id"],
            ),
            (LinkForm { email: "asha".into(), ..form() }, vec!["customer.email_id"]),
            (LinkForm { mobile: "98765".into(), ..form() }, vec!["customer.mobile_number"]),
            (LinkForm { mobile: "at the shop".into(), ..form() }, vec!["customer.mobile_number"]),
            (LinkForm { first_name: "x".repeat(51), ..form() }, vec!["customer.first_name"]),
            (LinkForm { last_name: "x".repeat(51), ..form() }, vec!["customer.last_name"]),
            (LinkForm { amount: "0.99".into(), ..form() }, vec!["amount"]),
            (LinkForm { amount: "10,00,000.01".into(), ..form() }, vec!["amount"]),
            (LinkForm { reference: "x".repeat(51), ..form() }, vec!["merchant_payment_link_reference"]),
            (LinkForm { reference: "INV.9".into(), ..form() }, vec!["merchant_payment_link_reference"]),
            (LinkForm { expire_by: Some(0), ..form() }, vec!["expire_by"]),
        ];
        for (form, expected) in table {
            let said = format!("{form:?}");
            assert_eq!(fields(form), expected, "{said}");
        }
    }

    #[test]
    fn everything_that_cannot_be_read_is_named_at_once() {
        let form = LinkForm {
            amount: "12,50".into(),
            reference: "INV 9".into(),
            expire_by: Some(i64::MAX),
            ..form()
        };
        let fields = form.read().unwrap_err().into_iter().map(|problem| problem.field).collect::<Vec<_>>();
        assert_eq!(fields, ["amount", "merchant_payment_link_reference", "expire_by"]);
    }
}
