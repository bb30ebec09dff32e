//! The customer of a link to create, in stored form.

use pinelabs::{Address, Customer};
use serde::{Deserialize, Serialize};

/// Defines a struct of optional fields, with conversions to and from a struct of the same fields.
macro_rules! optional_fields {
    ($name:ident of $domain:ident { $($field:ident),+ $(,)? }) => {
        #[derive(Serialize, Deserialize)]
        #[serde(default)]
        #[derive(Default)]
        struct $name { $(#[serde(skip_serializing_if = "Option::is_none")] $field: Option<String>),+ }

        impl From<&$domain> for $name {
            fn from(value: &$domain) -> Self {
                let $domain { $($field),+ } = value.clone();
                Self { $($field),+ }
            }
        }

        impl From<$name> for $domain {
            fn from(shape: $name) -> Self {
                let $name { $($field),+ } = shape;
                Self { $($field),+ }
            }
        }
    };
}

optional_fields! {
    AddressV1 of Address { address1, address2, address3, pincode, city, state, country }
}

#[derive(Serialize, Deserialize)]
pub(super) struct CustomerV1 {
    #[serde(skip_serializing_if = "Option::is_none")]
    email_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_address: Option<AddressV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_address: Option<AddressV1>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_customer_reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gstin: Option<String>,
}

impl From<&Customer> for CustomerV1 {
    fn from(customer: &Customer) -> Self {
        let Customer {
            email_id,
            first_name,
            last_name,
            customer_id,
            mobile_number,
            country_code,
            billing_address,
            shipping_address,
            merchant_customer_reference,
            gstin,
        } = customer.clone();
        Self {
            email_id,
            first_name,
            last_name,
            customer_id,
            mobile_number,
            country_code,
            billing_address: billing_address.as_ref().map(AddressV1::from),
            shipping_address: shipping_address.as_ref().map(AddressV1::from),
            merchant_customer_reference,
            gstin,
        }
    }
}

impl From<CustomerV1> for Customer {
    fn from(shape: CustomerV1) -> Self {
        Self {
            email_id: shape.email_id,
            first_name: shape.first_name,
            last_name: shape.last_name,
            customer_id: shape.customer_id,
            mobile_number: shape.mobile_number,
            country_code: shape.country_code,
            billing_address: shape.billing_address.map(Address::from),
            shipping_address: shape.shipping_address.map(Address::from),
            merchant_customer_reference: shape.merchant_customer_reference,
            gstin: shape.gstin,
        }
    }
}
