//! What Activity needs so that a page, its counts and its sums take no longer with a hundred thousand operations.

/// In a trigger: counts the new row.
macro_rules! count_new {
    () => {
        "
    INSERT INTO activity_days VALUES (new.account, (new.confirmed_at + 19800000) / 86400000, new.kind, new.outcome,
            ifnull(new.sum_of, ''), ifnull(new.sum_currency, ''), 1, new.sum_minor IS NOT NULL,
            ifnull(new.sum_minor >> 32, 0), ifnull(new.sum_minor & 4294967295, 0))
        ON CONFLICT DO UPDATE SET count = count + 1, with_amount = with_amount + excluded.with_amount,
            high = high + excluded.high, low = low + excluded.low;
"
    };
}

/// In a trigger: takes the old row out of the counts.
macro_rules! uncount_old {
    () => {
        "
    UPDATE activity_days SET count = count - 1, with_amount = with_amount - (old.sum_minor IS NOT NULL),
            high = high - ifnull(old.sum_minor >> 32, 0), low = low - ifnull(old.sum_minor & 4294967295, 0)
        WHERE account = old.account AND day = (old.confirmed_at + 19800000) / 86400000 AND kind = old.kind
            AND outcome = old.outcome AND sum_of = ifnull(old.sum_of, '') AND sum_currency = ifnull(old.sum_currency, '');
"
    };
}

/// The step to version 6.
///
/// `sum_of`, `sum_minor` and `sum_currency` say the sum that an operation counts in, and with how much. They follow from the columns and
/// the body that the fingerprint covers, so it does not cover them. A body that is no JSON, or has another type in that place, counts
/// with its columns alone.
///
/// `by_time` has all that a filter and the sums read: a search for words walks this index, and not the rows with their bodies.
///
/// `activity_days` has the counts and sums of each day in IST, kept by triggers in the transaction of each write. An amount is added up in
/// two halves, its high and its low 32 bits: a sum that is too large for SQLite must not keep an operation from being written down.
pub(super) const ACTIVITY: &str = concat!(
    "
ALTER TABLE operations ADD COLUMN sum_of TEXT;
ALTER TABLE operations ADD COLUMN sum_minor INTEGER;
ALTER TABLE operations ADD COLUMN sum_currency TEXT;

UPDATE operations SET sum_of = CASE
    WHEN kind = 'capture' AND outcome IN ('accepted', 'done') THEN 'captured'
    WHEN kind = 'refund' AND outcome IN ('accepted', 'done') THEN 'refunded'
    WHEN kind NOT IN ('refund', 'capture', 'void') THEN NULL
    WHEN outcome = 'checking' THEN 'checking'
    WHEN outcome = 'needs_you' AND json_valid(body) THEN
        CASE WHEN json_type(body, '$.state.needs_you.why.cannot_tell') = 'object' THEN 'checking' END
END;
UPDATE operations SET sum_minor = minor, sum_currency = currency WHERE sum_of IS NOT NULL;
UPDATE operations SET
    sum_minor = json_extract(body, '$.state.done.captured_instead.value'),
    sum_currency = json_extract(body, '$.state.done.captured_instead.currency')
    WHERE sum_of = 'captured' AND CASE WHEN json_valid(body) THEN
        json_type(body, '$.state.done.captured_instead.value') = 'integer'
        AND json_type(body, '$.state.done.captured_instead.currency') = 'text' END;

DROP INDEX by_time;
CREATE INDEX by_time ON operations (account, confirmed_at, number, kind, outcome, sum_of, sum_currency, sum_minor, searched);
CREATE INDEX by_outcome ON operations (account, outcome, confirmed_at, number, kind);
CREATE INDEX by_kind ON operations (account, kind, confirmed_at, number, outcome);

CREATE TABLE activity_days (
    account TEXT NOT NULL,
    day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    sum_of TEXT NOT NULL,
    sum_currency TEXT NOT NULL,
    count INTEGER NOT NULL,
    with_amount INTEGER NOT NULL,
    high INTEGER NOT NULL,
    low INTEGER NOT NULL,
    PRIMARY KEY (account, day, kind, outcome, sum_of, sum_currency)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER count_added AFTER INSERT ON operations BEGIN
",
    count_new!(),
    "END;
CREATE TRIGGER count_removed AFTER DELETE ON operations BEGIN
",
    uncount_old!(),
    "END;
CREATE TRIGGER count_changed AFTER UPDATE ON operations
    WHEN (old.account, old.confirmed_at, old.kind, old.outcome, old.sum_of, old.sum_minor, old.sum_currency)
        IS NOT (new.account, new.confirmed_at, new.kind, new.outcome, new.sum_of, new.sum_minor, new.sum_currency) BEGIN
",
    uncount_old!(),
    count_new!(),
    "END;

INSERT INTO activity_days
    SELECT account, (confirmed_at + 19800000) / 86400000, kind, outcome, ifnull(sum_of, ''), ifnull(sum_currency, ''),
        count(*), count(sum_minor), ifnull(sum(sum_minor >> 32), 0), ifnull(sum(sum_minor & 4294967295), 0)
    FROM operations GROUP BY 1, 2, 3, 4, 5, 6;
"
);
