//! The retry table, one test a cell.

use pinelabs::retry::{AttemptOutcome, CallClass, RetryDecision, decide};

macro_rules! cells {
    ($($name:ident: $class:ident, $event:ident => $decision:ident;)+) => {
        $(#[test]
        fn $name() {
            assert_eq!(decide(CallClass::$class, AttemptOutcome::$event), RetryDecision::$decision);
        })+
    };
}

cells! {
    a_read_that_was_not_sent_goes_again: Read, NotSent => Again;
    a_read_whose_answer_was_lost_goes_again: Read, Lost => Again;
    a_read_waits_as_told_and_goes_again: Read, TooManyRequests => WaitThenAgain;
    a_read_that_took_the_server_too_long_goes_again: Read, RequestTimeout => Again;
    a_read_in_conflict_stops: Read, Conflict => Stop;
    a_read_that_came_too_early_stops: Read, TooEarly => Stop;
    a_read_that_is_redirected_stops: Read, Redirect => Stop;
    a_read_after_a_server_error_goes_again: Read, ServerError => Again;
    a_read_that_is_rejected_stops: Read, Rejected => Stop;
    a_read_without_a_route_may_try_the_other: Read, MissingRoute => OtherRoute;
    a_read_with_an_unexplained_answer_stops: Read, Unexplained => Stop;
    a_read_called_a_duplicate_stops: Read, Duplicate => Stop;
    a_read_with_an_answer_that_is_not_understood_stops: Read, NotUnderstood => Stop;

    a_write_that_was_not_sent_goes_again: Write, NotSent => Again;
    a_write_whose_answer_was_lost_is_unknown: Write, Lost => Unknown;
    a_write_hands_back_the_wait: Write, TooManyRequests => HandBackTheWait;
    a_write_that_took_the_server_too_long_is_unknown: Write, RequestTimeout => Unknown;
    a_write_in_conflict_is_unknown: Write, Conflict => Unknown;
    a_write_that_came_too_early_is_unknown: Write, TooEarly => Unknown;
    a_write_that_is_redirected_is_unknown: Write, Redirect => Unknown;
    a_write_after_a_server_error_is_unknown: Write, ServerError => Unknown;
    a_write_that_is_rejected_is_refused: Write, Rejected => Refused;
    a_write_without_a_route_may_try_the_other: Write, MissingRoute => OtherRoute;
    a_write_with_an_unexplained_answer_is_unknown: Write, Unexplained => Unknown;
    a_write_called_a_duplicate_is_unknown: Write, Duplicate => Unknown;
    a_write_with_an_answer_that_is_not_understood_is_unknown: Write, NotUnderstood => Unknown;
}
