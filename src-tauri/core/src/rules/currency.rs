//! How a currency is signed, where that is beyond doubt.
//!
//! A sign that several currencies share counts for the one that it stands for alone, written out for the others (S$).

use pinelabs::Currency;

pub struct Signed {
    pub code: &'static str,
    /// As people write it, beside its code.
    pub signs: &'static [&'static str],
}

const fn signed(code: &'static str, signs: &'static [&'static str]) -> Signed {
    Signed { code, signs }
}

pub const SIGNED: &[Signed] = &[
    signed(
        "INR",
        &[
            "₹",
            "₨",
            "Rs.",
            "Rs",
            "Re.",
            "Re",
            "rupees",
            "rupee",
            "रु.",
            "रु",
            "रू.",
            "रू",
            "रुपये",
            "रुपए",
            "रुपया",
            "રૂ.",
            "રૂ",
            "૱",
            "ரூ.",
            "ரூ",
            "௹",
            "రూ.",
            "రూ",
            "ರೂ.",
            "ರೂ",
            "രൂ.",
            "രൂ",
            "روپے",
        ],
    ),
    signed("USD", &["$", "US$"]),
    signed("EUR", &["€"]),
    signed("GBP", &["£"]),
    signed("AED", &["Dhs.", "Dhs", "د.إ"]),
    signed("SAR", &[]),
    signed("QAR", &[]),
    signed("KWD", &["KD", "د.ك"]),
    signed("BHD", &["BD"]),
    signed("JOD", &["JD"]),
    signed("OMR", &[]),
    signed("JPY", &["¥", "￥", "円"]),
    signed("CNY", &["CN¥", "元", "RMB"]),
    signed("KRW", &["₩"]),
    signed("SGD", &["S$"]),
    signed("AUD", &["A$", "AU$"]),
    signed("CAD", &["C$", "CA$"]),
    signed("NZD", &["NZ$"]),
    signed("HKD", &["HK$"]),
    signed("CHF", &[]),
    signed("MYR", &["RM"]),
    signed("THB", &["฿"]),
    signed("LKR", &[]),
    signed("NPR", &[]),
    signed("BDT", &["৳"]),
    signed("VND", &["₫"]),
    signed("IDR", &["Rp"]),
    signed("PHP", &["₱"]),
    signed("ZAR", &[]),
    signed("ILS", &["₪"]),
    signed("TRY", &["₺"]),
    signed("RUB", &["₽"]),
];

pub fn signs_of(currency: Currency) -> Option<&'static Signed> {
    SIGNED.iter().find(|signed| signed.code == currency.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_stands_for_two_currencies() {
        let mut signs = SIGNED.iter().flat_map(|signed| signed.signs).collect::<Vec<_>>();
        let count = signs.len();
        signs.sort_unstable();
        signs.dedup();
        assert_eq!(signs.len(), count);
        for signed in SIGNED {
            let currency: Currency = signed.code.parse().unwrap();
            assert_eq!(signs_of(currency).unwrap().code, signed.code);
        }
    }
}
