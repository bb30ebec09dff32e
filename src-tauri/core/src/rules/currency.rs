//! Currency signs that are unambiguous.
//!
//! A sign shared by several currencies counts only for the one that uses it alone; the others have a longer form (S$).

use pinelabs::Currency;

/// The signs of one currency.
pub struct CurrencySigns {
    pub code: &'static str,
    /// Signs in use besides the code.
    pub signs: &'static [&'static str],
}

const fn signs(code: &'static str, signs: &'static [&'static str]) -> CurrencySigns {
    CurrencySigns { code, signs }
}

pub const CURRENCIES: &[CurrencySigns] = &[
    signs(
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
    signs("USD", &["$", "US$"]),
    signs("EUR", &["€"]),
    signs("GBP", &["£"]),
    signs("AED", &["Dhs.", "Dhs", "د.إ"]),
    signs("SAR", &[]),
    signs("QAR", &[]),
    signs("KWD", &["KD", "د.ك"]),
    signs("BHD", &["BD"]),
    signs("JOD", &["JD"]),
    signs("OMR", &[]),
    signs("JPY", &["¥", "￥", "円"]),
    signs("CNY", &["CN¥", "元", "RMB"]),
    signs("KRW", &["₩"]),
    signs("SGD", &["S$"]),
    signs("AUD", &["A$", "AU$"]),
    signs("CAD", &["C$", "CA$"]),
    signs("NZD", &["NZ$"]),
    signs("HKD", &["HK$"]),
    signs("CHF", &[]),
    signs("MYR", &["RM"]),
    signs("THB", &["฿"]),
    signs("LKR", &[]),
    signs("NPR", &[]),
    signs("BDT", &["৳"]),
    signs("VND", &["₫"]),
    signs("IDR", &["Rp"]),
    signs("PHP", &["₱"]),
    signs("ZAR", &[]),
    signs("ILS", &["₪"]),
    signs("TRY", &["₺"]),
    signs("RUB", &["₽"]),
];

pub fn signs_of(currency: Currency) -> Option<&'static CurrencySigns> {
    CURRENCIES.iter().find(|each| each.code == currency.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_stands_for_two_currencies() {
        let mut signs = CURRENCIES.iter().flat_map(|each| each.signs).collect::<Vec<_>>();
        let count = signs.len();
        signs.sort_unstable();
        signs.dedup();
        assert_eq!(signs.len(), count);
        for each in CURRENCIES {
            let currency: Currency = each.code.parse().unwrap();
            assert_eq!(signs_of(currency).unwrap().code, each.code);
        }
    }
}
