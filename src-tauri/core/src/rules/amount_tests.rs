//! Which texts parse as an amount in each currency, and why the others do not.

use proptest::prelude::*;

use super::*;

fn of(code: &str) -> Currency {
    code.parse().unwrap()
}

#[test]
fn amounts_are_read_as_a_shopkeeper_writes_them() {
    use AmountProblem as P;
    let table = [
        ("1,250.50", Ok(125_050)),
        ("1250.5", Ok(125_050)),
        ("1250", Ok(125_000)),
        ("1250.", Ok(125_000)),
        (".50", Ok(50)),
        ("₹ 1,23,456.00", Ok(12_345_600)),
        ("123,456", Ok(12_345_600)),
        ("  7 ", Ok(700)),
        ("500/-", Ok(50_000)),
        ("₹500/-", Ok(50_000)),
        ("Rs. 1,250.50/-", Ok(125_050)),
        ("500 /=", Ok(50_000)),
        ("Rs 500", Ok(50_000)),
        ("Rs500", Ok(50_000)),
        ("rs.500", Ok(50_000)),
        ("RS 500", Ok(50_000)),
        ("₹ 500", Ok(50_000)),
        ("₨500", Ok(50_000)),
        ("INR 500", Ok(50_000)),
        ("inr500", Ok(50_000)),
        ("500 INR", Ok(50_000)),
        ("500 ₹", Ok(50_000)),
        ("रु 500", Ok(50_000)),
        ("रु. ५००", Ok(50_000)),
        ("१२", Ok(1_200)),
        ("₹ १,२५०.५०", Ok(125_050)),
        ("১২", Ok(1_200)),
        ("௧௨", Ok(1_200)),
        ("１２", Ok(1_200)),
        ("\u{feff}500\u{200b}", Ok(50_000)),
        ("\u{202a}₹\u{a0}500\u{202c}", Ok(50_000)),
        ("5\u{ad}00\u{a0}", Ok(50_000)),
        ("\u{2068}500\u{2069}", Ok(50_000)),
        ("", Err(P::Empty)),
        ("₹", Err(P::Empty)),
        ("Rs.", Err(P::Empty)),
        ("\u{200b}\u{a0}", Err(P::Empty)),
        (".", Err(P::NotAnAmount)),
        ("-", Err(P::NotAnAmount)),
        ("₹₹5", Err(P::NotAnAmount)),
        ("500-600", Err(P::NotAnAmount)),
        ("50%", Err(P::NotAnAmount)),
        ("(500)", Err(P::NotAnAmount)),
        ("-5", Err(P::Negative)),
        ("−5.00", Err(P::Negative)),
        ("–5", Err(P::Negative)),
        ("−₹5.00", Err(P::Negative)),
        ("₹ -5", Err(P::Negative)),
        ("1.005", Err(P::TooManyDecimals)),
        ("500,00", Err(P::CommaUnclear)),
        ("1250,50", Err(P::CommaUnclear)),
        ("1.250,50", Err(P::CommaUnclear)),
        ("0,500", Err(P::CommaUnclear)),
        ("1,2,3", Err(P::CommaUnclear)),
        (",500", Err(P::CommaUnclear)),
        ("1,", Err(P::CommaUnclear)),
        ("5e2", Err(P::Exponent)),
        ("1E3", Err(P::Exponent)),
        ("1.5e+3", Err(P::Exponent)),
        ("1.2.3", Err(P::SeveralPoints)),
        ("ten", Err(P::Letters)),
        ("5k", Err(P::Letters)),
        ("five hundred", Err(P::Letters)),
        ("0x10", Err(P::Letters)),
        ("+5", Err(P::PlusSign)),
        ("1 250", Err(P::SpaceInside)),
        ("1\u{a0}250", Err(P::SpaceInside)),
        ("₹ 1 250.00", Err(P::SpaceInside)),
        ("999999999999999999999", Err(P::AboveLeft)),
        ("$5", Err(P::OtherCurrency)),
        ("USD 5", Err(P::OtherCurrency)),
        ("5 usd", Err(P::OtherCurrency)),
        ("€5", Err(P::OtherCurrency)),
        ("5 XAU", Err(P::OtherCurrency)),
        ("₹ $5", Err(P::OtherCurrency)),
        ("INR 500 USD", Err(P::OtherCurrency)),
    ];
    for (text, expected) in table {
        assert_eq!(read(text, Currency::INR), expected, "{text:?}");
    }
}

#[test]
fn an_amount_ends_as_on_a_bill_or_a_cheque() {
    use AmountProblem as P;
    let table = [
        ("500 only", Ok(50_000)),
        ("Rs. 500/- only.", Ok(50_000)),
        ("Rs 500/= ONLY", Ok(50_000)),
        ("₹५००/- मात्र", Ok(50_000)),
        ("रु. ५००/- फक्त", Ok(50_000)),
        ("500/ -", Ok(50_000)),
        ("500/–", Ok(50_000)),
        ("500/—", Ok(50_000)),
        ("500/−", Ok(50_000)),
        ("500-/", Ok(50_000)),
        ("500/-.", Ok(50_000)),
        ("1,25,000.00/-", Ok(12_500_000)),
        ("500/- Rs.", Ok(50_000)),
        ("500/- INR only", Ok(50_000)),
        ("500 rupees only", Ok(50_000)),
        ("only", Err(P::Empty)),
        ("/-", Err(P::Empty)),
        ("500/-/-", Err(P::NotAnAmount)),
        ("500 only only", Err(P::Letters)),
        ("500 lonely", Err(P::Letters)),
        ("500/", Err(P::NotAnAmount)),
        ("500/12", Err(P::NotAnAmount)),
        ("500-", Err(P::NotAnAmount)),
        ("500=00", Err(P::NotAnAmount)),
        ("500,-", Err(P::NotAnAmount)),
        ("-500/-", Err(P::Negative)),
        ("500,00/-", Err(P::CommaUnclear)),
        ("1 250/-", Err(P::SpaceInside)),
        ("5e2/-", Err(P::Exponent)),
        ("$500/-", Err(P::OtherCurrency)),
        ("500 USD/-", Err(P::OtherCurrency)),
        ("500/- USD", Err(P::OtherCurrency)),
    ];
    for (text, expected) in table {
        assert_eq!(read(text, Currency::INR), expected, "{text:?}");
    }
}

#[test]
fn the_rupee_is_written_in_many_ways_and_each_counts_once() {
    use AmountProblem as P;
    let table = [
        ("500 rupees", Ok(50_000)),
        ("Rupees 500", Ok(50_000)),
        ("1 rupee", Ok(100)),
        ("Re 1/-", Ok(100)),
        ("Re. 1", Ok(100)),
        ("५०० रुपये", Ok(50_000)),
        ("રૂ. ૫૦૦", Ok(50_000)),
        ("ரூ.௫௦௦", Ok(50_000)),
        ("రూ. ౫౦౦", Ok(50_000)),
        ("ರೂ ೫೦೦", Ok(50_000)),
        ("INR Rs 500", Ok(50_000)),
        ("Rs. ₹500", Ok(50_000)),
        ("₹ 500 INR", Ok(50_000)),
        ("Rs 500 INR", Ok(50_000)),
        ("₹500 rupees", Ok(50_000)),
        ("₹₹500", Err(P::NotAnAmount)),
        ("₹500₹", Err(P::NotAnAmount)),
        ("Rs Rs 500", Err(P::Letters)),
        ("Rsx 500", Err(P::Letters)),
        ("500 hrs", Err(P::Letters)),
        ("5 crore", Err(P::Letters)),
        ("5 lakh", Err(P::Letters)),
        ("2L", Err(P::Letters)),
        ("500 rupees 50 paise", Err(P::Letters)),
        ("Rs five hundred", Err(P::Letters)),
        ("Rs 5e2", Err(P::Exponent)),
        ("5 E 2", Err(P::Exponent)),
        ("५e२", Err(P::Exponent)),
        ("Rs 1 250", Err(P::SpaceInside)),
        ("INR 500,00", Err(P::CommaUnclear)),
    ];
    for (text, expected) in table {
        assert_eq!(read(text, Currency::INR), expected, "{text:?}");
    }
}

#[test]
fn what_parts_thousands_and_decimals_is_read_where_it_stands_for_nothing_else() {
    use AmountProblem as P;
    let table = [
        ("5,00,000", Ok(50_000_000)),
        ("500.", Ok(50_000)),
        ("٥٠٠", Ok(50_000)),
        ("۵۰۰", Ok(50_000)),
        ("٥٠٠٫٥٠", Ok(50_050)),
        ("500٫50", Ok(50_050)),
        ("٥٬٠٠٠", Ok(500_000)),
        ("１，２５０．５０", Ok(125_050)),
        ("꯵᱐0", Ok(50_000)),
        ("5,00,00", Err(P::CommaUnclear)),
        ("٥٠٠،٥٠", Err(P::NotAnAmount)),
        ("500٫500", Err(P::TooManyDecimals)),
        ("1.250", Err(P::TooManyDecimals)),
        ("1.250.000", Err(P::SeveralPoints)),
        ("1'250", Err(P::NotAnAmount)),
        ("1’250", Err(P::NotAnAmount)),
        ("1_250", Err(P::NotAnAmount)),
        ("500·50", Err(P::NotAnAmount)),
        ("1\u{202f}250", Err(P::SpaceInside)),
        ("1\u{2009}250", Err(P::SpaceInside)),
        ("1\t250", Err(P::SpaceInside)),
        ("1,250 .50", Err(P::SpaceInside)),
        ("500½", Err(P::NotAnAmount)),
        ("½", Err(P::NotAnAmount)),
        ("5²", Err(P::NotAnAmount)),
        ("५½", Err(P::NotAnAmount)),
        ("Ⅴ", Err(P::Letters)),
        ("~500", Err(P::NotAnAmount)),
        ("=500", Err(P::NotAnAmount)),
        ("\"500\"", Err(P::NotAnAmount)),
    ];
    for (text, expected) in table {
        assert_eq!(read(text, Currency::INR), expected, "{text:?}");
    }
    assert_eq!(resolve(&AmountInput::Part(".5".into()), Money::inr(10_000)), Err(P::BelowMinimum));
}

#[test]
fn each_currency_has_its_own_sign_and_its_own_decimals() {
    use AmountProblem as P;
    let table = [
        ("USD", "100", Ok(10_000)),
        ("USD", "$100.50", Ok(10_050)),
        ("USD", "US$ 1,234,567.89", Ok(123_456_789)),
        ("USD", "USD\u{a0}100", Ok(10_000)),
        ("USD", "₹100", Err(P::OtherCurrency)),
        ("USD", "Rs 100", Err(P::OtherCurrency)),
        ("USD", "INR 100", Err(P::OtherCurrency)),
        ("USD", "100 ₹", Err(P::OtherCurrency)),
        ("USD", "100/-", Err(P::OtherCurrency)),
        ("USD", "USD $100", Ok(10_000)),
        ("USD", "$100 only", Ok(10_000)),
        ("USD", "100 rupees", Err(P::OtherCurrency)),
        ("USD", "S$100", Err(P::OtherCurrency)),
        ("SGD", "S$100", Ok(10_000)),
        ("SGD", "$100", Err(P::OtherCurrency)),
        ("EUR", "100 €", Ok(10_000)),
        ("JPY", "100", Ok(100)),
        ("JPY", "¥1,250", Ok(1_250)),
        ("JPY", "100円", Ok(100)),
        ("JPY", "1.5", Err(P::TooManyDecimals)),
        ("JPY", "₹100", Err(P::OtherCurrency)),
        ("KWD", "1.234", Ok(1_234)),
        ("KWD", "KD 1.5", Ok(1_500)),
        ("KWD", "1.2345", Err(P::TooManyDecimals)),
        ("KWD", "1,250", Err(P::CommaUnclear)),
        ("KWD", "1,250.000", Ok(1_250_000)),
        ("KWD", "1,250,500", Ok(1_250_500_000)),
        ("ISK", "ISK 100", Ok(100)),
        ("XYZ", "xyz 1.50", Ok(150)),
        ("XYZ", "₹1", Err(P::OtherCurrency)),
    ];
    for (code, text, expected) in table {
        assert_eq!(read(text, of(code)), expected, "{code} {text:?}");
    }
}

#[test]
fn a_part_is_at_least_one_unit_of_its_currency_and_at_most_what_is_left() {
    let left = Money::inr(10_000);
    let part = |text: &str| resolve(&AmountInput::Part(text.into()), left);
    assert_eq!(part("40"), Ok(ResolvedAmount { amount: Money::inr(4_000), rest: Money::inr(6_000) }));
    assert_eq!(part("0.99"), Err(AmountProblem::BelowMinimum));
    assert_eq!(part("1"), Ok(ResolvedAmount { amount: Money::inr(100), rest: Money::inr(9_900) }));
    assert_eq!(part("100.00"), Ok(ResolvedAmount { amount: left, rest: Money::inr(0) }));
    assert_eq!(part("100.01"), Err(AmountProblem::AboveLeft));
    assert_eq!(resolve(&AmountInput::All, left), Ok(ResolvedAmount { amount: left, rest: Money::inr(0) }));
    assert_eq!(resolve(&AmountInput::All, Money::inr(99)), Err(AmountProblem::BelowMinimum));
    let least = [("USD", "0.99", "1"), ("JPY", "0", "1"), ("KWD", "0.999", "1")];
    for (code, below, enough) in least {
        let left = Money::new(5_000, of(code));
        let part =
            |text: &str| resolve(&AmountInput::Part(text.into()), left).map(|chosen| chosen.amount.minor());
        assert_eq!(part(below), Err(AmountProblem::BelowMinimum), "{code}");
        assert_eq!(part(enough), Ok(least_of(code)), "{code}");
    }
}

fn least_of(code: &str) -> i64 {
    match code {
        "JPY" => 1,
        "KWD" => 1_000,
        _ => 100,
    }
}

#[test]
fn a_refund_that_leaves_less_than_the_least_strands_it() {
    let strands =
        |text: &str, left: Money| resolve(&AmountInput::Part(text.into()), left).unwrap().rest_too_small();
    let rupees = Money::inr(10_000);
    assert!(strands("99.01", rupees));
    assert!(strands("99.99", rupees));
    assert!(!strands("99.00", rupees));
    assert!(!resolve(&AmountInput::All, rupees).unwrap().rest_too_small());
    assert!(!strands("5399", Money::new(5_400, of("JPY"))), "a yen can be refunded");
    assert!(strands("4.500", Money::new(5_000, of("KWD"))), "500 fils cannot");
    assert!(!strands("4", Money::new(5_000, of("KWD"))));
}

fn any_currency() -> impl Strategy<Value = Currency> {
    let codes =
        CURRENCIES.iter().map(|each| each.code).chain(["ISK", "CLF", "TND", "XYZ"]).collect::<Vec<_>>();
    prop::sample::select(codes).prop_map(of)
}

proptest! {
    #[test]
    fn what_is_written_is_what_is_read(minor in 0_i64..10_000_000_000, currency in any_currency()) {
        let written = Money::new(minor, currency).to_string();
        prop_assert_eq!(read(&written, currency), Ok(minor), "{}", written);
        if currency == Currency::INR {
            prop_assert_eq!(read(&format!("{}.{:02}", minor / 100, minor % 100), currency), Ok(minor));
            prop_assert_eq!(read(&format!("{written}/-"), currency), Ok(minor));
        }
    }

    #[test]
    fn an_amount_written_in_one_currency_is_never_read_in_another(
        minor in 0_i64..10_000_000_000, written in any_currency(), read_as in any_currency(),
    ) {
        prop_assume!(written != read_as);
        let text = Money::new(minor, written).to_string();
        prop_assert_eq!(read(&text, read_as), Err(AmountProblem::OtherCurrency), "{} as {}", text, read_as);
    }

    #[test]
    fn no_text_panics_or_becomes_a_negative_amount(text in "\\PC{0,40}", currency in any_currency()) {
        if let Ok(minor) = read(&text, currency) {
            prop_assert!(minor >= 0);
        }
    }

    #[test]
    fn what_is_read_has_exactly_the_digits_that_were_typed(text in "[0-9₹Rs./, \u{200b}-]{0,14}") {
        if let Ok(minor) = read(&text, Currency::INR) {
            let digits = text.chars().filter(char::is_ascii_digit).collect::<String>();
            let typed = digits.parse::<i64>().unwrap_or_default();
            prop_assert!([typed, typed * 10, typed * 100].contains(&minor), "{:?} is {}", text, minor);
        }
    }

    #[test]
    fn a_taken_part_and_its_rest_make_the_whole(
        left in 1_i64..1_000_000_000, typed in 0_i64..1_000_000_000, currency in any_currency(),
    ) {
        let (left, text) = (Money::new(left, currency), Money::new(typed, currency).to_string());
        if let Ok(chosen) = resolve(&AmountInput::Part(text), left) {
            prop_assert_eq!(chosen.amount.checked_add(chosen.rest), Some(left));
            prop_assert!(chosen.amount.minor() >= least(currency) && chosen.rest.minor() >= 0);
        }
    }
}
