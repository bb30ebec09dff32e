//! What a currency is called and how it is signed, where that is beyond doubt.
//!
//! A sign that several currencies share counts for the one that it stands for alone, written out for the others (S$).

use pinelabs::Currency;

/// How a currency is spoken and signed.
pub struct Named {
    pub code: &'static str,
    /// One of it, and several.
    pub major: (&'static str, &'static str),
    /// The same of its smallest unit; `None` where it has none.
    pub minor: Option<(&'static str, &'static str)>,
    /// As people write it, beside its code.
    pub signs: &'static [&'static str],
}

const CENTS: Option<(&str, &str)> = Some(("cent", "cents"));
const FILS: Option<(&str, &str)> = Some(("fils", "fils"));

const fn named(
    code: &'static str,
    major: (&'static str, &'static str),
    minor: Option<(&'static str, &'static str)>,
    signs: &'static [&'static str],
) -> Named {
    Named { code, major, minor, signs }
}

pub const NAMED: &[Named] = &[
    named(
        "INR",
        ("rupee", "rupees"),
        Some(("paisa", "paise")),
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
    named("USD", ("US dollar", "US dollars"), CENTS, &["$", "US$"]),
    named("EUR", ("euro", "euros"), CENTS, &["€"]),
    named("GBP", ("pound sterling", "pounds sterling"), Some(("penny", "pence")), &["£"]),
    named("AED", ("UAE dirham", "UAE dirhams"), FILS, &["Dhs.", "Dhs", "د.إ"]),
    named("SAR", ("Saudi riyal", "Saudi riyals"), Some(("halala", "halalas")), &[]),
    named("QAR", ("Qatari riyal", "Qatari riyals"), Some(("dirham", "dirhams")), &[]),
    named("KWD", ("Kuwaiti dinar", "Kuwaiti dinars"), FILS, &["KD", "د.ك"]),
    named("BHD", ("Bahraini dinar", "Bahraini dinars"), FILS, &["BD"]),
    named("JOD", ("Jordanian dinar", "Jordanian dinars"), FILS, &["JD"]),
    named("OMR", ("Omani rial", "Omani rials"), Some(("baisa", "baisas")), &[]),
    named("JPY", ("yen", "yen"), None, &["¥", "￥", "円"]),
    named("CNY", ("Chinese yuan", "Chinese yuan"), Some(("fen", "fen")), &["CN¥", "元", "RMB"]),
    named("KRW", ("South Korean won", "South Korean won"), None, &["₩"]),
    named("SGD", ("Singapore dollar", "Singapore dollars"), CENTS, &["S$"]),
    named("AUD", ("Australian dollar", "Australian dollars"), CENTS, &["A$", "AU$"]),
    named("CAD", ("Canadian dollar", "Canadian dollars"), CENTS, &["C$", "CA$"]),
    named("NZD", ("New Zealand dollar", "New Zealand dollars"), CENTS, &["NZ$"]),
    named("HKD", ("Hong Kong dollar", "Hong Kong dollars"), CENTS, &["HK$"]),
    named("CHF", ("Swiss franc", "Swiss francs"), Some(("centime", "centimes")), &[]),
    named("MYR", ("Malaysian ringgit", "Malaysian ringgit"), Some(("sen", "sen")), &["RM"]),
    named("THB", ("Thai baht", "Thai baht"), Some(("satang", "satang")), &["฿"]),
    named("LKR", ("Sri Lankan rupee", "Sri Lankan rupees"), CENTS, &[]),
    named("NPR", ("Nepalese rupee", "Nepalese rupees"), Some(("paisa", "paisa")), &[]),
    named("BDT", ("Bangladeshi taka", "Bangladeshi taka"), Some(("poisha", "poisha")), &["৳"]),
    named("VND", ("Vietnamese dong", "Vietnamese dong"), None, &["₫"]),
    named("IDR", ("Indonesian rupiah", "Indonesian rupiah"), Some(("sen", "sen")), &["Rp"]),
    named("PHP", ("Philippine peso", "Philippine pesos"), CENTS, &["₱"]),
    named("ZAR", ("South African rand", "South African rand"), CENTS, &[]),
    named("ILS", ("Israeli shekel", "Israeli shekels"), Some(("agora", "agorot")), &["₪"]),
    named("TRY", ("Turkish lira", "Turkish lira"), Some(("kurus", "kurus")), &["₺"]),
    named("RUB", ("Russian rouble", "Russian roubles"), Some(("kopeck", "kopecks")), &["₽"]),
];

pub fn name_of(currency: Currency) -> Option<&'static Named> {
    NAMED.iter().find(|named| named.code == currency.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_stands_for_two_currencies_and_none_with_decimals_lacks_a_name_for_them() {
        let mut signs = NAMED.iter().flat_map(|named| named.signs).collect::<Vec<_>>();
        let count = signs.len();
        signs.sort_unstable();
        signs.dedup();
        assert_eq!(signs.len(), count);
        for named in NAMED {
            let currency: Currency = named.code.parse().unwrap();
            assert_eq!(named.minor.is_some(), currency.exponent() > 0, "{}", named.code);
            assert_eq!(name_of(currency).unwrap().code, named.code);
        }
    }
}
