//! Operations of every kind in every state, with and without each optional field: the content of a fixture of the ledger.
//!
//! The list of version 4 never changes: `ledger-v4.db` contains it. A new state or field gets its own list and its own fixture.

use pinelabs::{Dialect, Money};

use super::every_part::{
    at, bare_checking, bare_new_link, bare_problem, full_checking, full_new_link, full_precondition,
    full_problem, link_id, order_id, reference, refund, some, text, unseen,
};
use crate::{
    operations::{
        kinds,
        operation::{Claim, Intent, NeedsYou, NotSent, Operation, Postcondition, Refusal, State, Target},
        preconditions::Precondition,
    },
    rules::{
        allowed::{OperationKind, Reason},
        problem::{Problem, ProblemKind, WayFault},
    },
};

const KINDS: [OperationKind; 6] = [
    OperationKind::Resend,
    OperationKind::Cancel,
    OperationKind::Refund,
    OperationKind::Capture,
    OperationKind::Void,
    OperationKind::Create,
];

const REASONS: [Reason; 18] = [
    Reason::Checking,
    Reason::NotUnderstood,
    Reason::OtherCurrency,
    Reason::OrderNotRead,
    Reason::AlreadyPaid,
    Reason::AlreadyCancelled,
    Reason::AlreadyExpired,
    Reason::MoneyReceived,
    Reason::PaymentUnderWay,
    Reason::NothingCaptured,
    Reason::NothingLeft,
    Reason::CaptureFirst,
    Reason::LessThanMinimum,
    Reason::NotPreAuth,
    Reason::AlreadyCaptured,
    Reason::AlreadyReleased,
    Reason::NotAuthorizedYet,
    Reason::Offline,
];

const PROBLEMS: [ProblemKind; 14] = [
    ProblemKind::Dns,
    ProblemKind::ConnectionRefused,
    ProblemKind::Tls,
    ProblemKind::Proxy,
    ProblemKind::Timeout,
    ProblemKind::Interrupted,
    ProblemKind::Portal,
    ProblemKind::RateLimited,
    ProblemKind::CredentialsRefused,
    ProblemKind::SignedOut,
    ProblemKind::Api,
    ProblemKind::Undecodable,
    ProblemKind::TooLarge,
    ProblemKind::NotAsked,
];

const FAULTS: [WayFault; 10] = [
    WayFault::ProxyWantsSignIn,
    WayFault::ProxyRefused,
    WayFault::ProxyUnreachable,
    WayFault::ProxyHungUp,
    WayFault::ProxySilent,
    WayFault::ProxySocks,
    WayFault::CertificateExpired,
    WayFault::CertificateNotYetValid,
    WayFault::CertificateOtherHost,
    WayFault::CertificateUnknownAuthority,
];

fn refusals() -> Vec<Refusal> {
    vec![
        Refusal::Api(full_problem(ProblemKind::Api, None)),
        Refusal::Api(bare_problem(ProblemKind::Api)),
        Refusal::RefundFailed,
        Refusal::WentOtherwise("CANCELLED".into()),
        Refusal::ReferenceUsed { link_id: link_id() },
        Refusal::ReferenceUsed { link_id: None },
    ]
}

fn not_sent() -> Vec<NotSent> {
    let made_elsewhere =
        |order_id, from_here| NotSent::MadeElsewhere { amount: Money::inr(30_000), order_id, from_here };
    vec![
        NotSent::Changed { now: Box::new(full_precondition()) },
        NotSent::Changed { now: Box::default() },
        NotSent::NotAllowed(Reason::NothingLeft),
        NotSent::ReferenceUsed { link_id: link_id() },
        NotSent::ReferenceUsed { link_id: None },
        NotSent::CouldNotReread(full_problem(ProblemKind::Timeout, None)),
        NotSent::Unreachable(full_problem(ProblemKind::Proxy, Some(WayFault::ProxyHungUp))),
        NotSent::RateLimited { until: at(120) },
        NotSent::NotRecorded,
        NotSent::ClosedInHold,
        NotSent::ClosedBeforeSending,
        NotSent::HoldOverrun,
        NotSent::ProvenAbsent,
        NotSent::PersonSaysNot,
        made_elsewhere(order_id(), true),
        made_elsewhere(None, false),
    ]
}

fn needs_you() -> Vec<NeedsYou> {
    let amount = Money::inr(30_000);
    vec![
        NeedsYou::MayHaveGoneOut { request_id: text("r-lost") },
        NeedsYou::MayHaveGoneOut { request_id: None },
        NeedsYou::RefundFailed { order_id: order_id() },
        NeedsYou::RefundFailed { order_id: None },
        NeedsYou::CannotTell(full_checking()),
        NeedsYou::CannotTell(bare_checking()),
        NeedsYou::OtherAmount { amount, refund: refund("PROCESSED") },
        NeedsYou::OtherAmount { amount, refund: unseen() },
        NeedsYou::Forgotten { refund: refund("PENDING") },
        NeedsYou::Forgotten { refund: unseen() },
    ]
}

/// The states that every kind can have.
fn plain_states() -> Vec<State> {
    let at = at(90);
    vec![
        State::Held { until: at },
        State::Sending { waiting: None },
        State::Sending { waiting: some(95) },
        State::Checking(full_checking()),
        State::Checking(bare_checking()),
        State::Undone { at },
        State::Accepted { at, refund: refund("PENDING") },
        // An unknown status is stored as the server spelled it.
        State::Accepted { at, refund: refund("ON_REVIEW") },
        State::Accepted { at, refund: unseen() },
        State::Done { at, captured_instead: None },
        State::Done { at, captured_instead: Some(Money::inr(2_450_000)) },
        State::Made { at, link_id: link_id() },
        State::Made { at, link_id: None },
        State::Refused { at, why: Refusal::RefundFailed },
        State::NotSent { at, why: NotSent::ProvenAbsent },
        State::NeedsYou { at, why: NeedsYou::CannotTell(full_checking()) },
    ]
}

/// With each reason that a state can have.
fn states_with_a_reason() -> Vec<State> {
    let at = at(90);
    let refused = refusals().into_iter().map(|why| State::Refused { at, why });
    refused
        .chain(not_sent().into_iter().map(|why| State::NotSent { at, why }))
        .chain(needs_you().into_iter().map(|why| State::NeedsYou { at, why }))
        .collect()
}

/// Without optional fields, on its own link and order: the ledger allows one open operation on each.
fn bare(number: usize, kind: OperationKind, state: State) -> Operation {
    let moves_money = kinds::of(kind).moves_money();
    let create = kind == OperationKind::Create;
    Operation {
        number: 0,
        revision: 0,
        intent: Intent {
            id: format!("operation-{number}").into(),
            prepared_at: at(0),
            account: if number.is_multiple_of(3) { "second" } else { "first" }.to_owned(),
            kind,
            target: if create {
                Target::New { new_link: Box::new(bare_new_link(number)) }
            } else {
                Target::Link { link_id: format!("pl-{number}").parse().unwrap() }
            },
            link_reference: None,
            order_id: moves_money.then(|| format!("v1-{number}").parse().unwrap()),
            customer_name: None,
            reference: match kind {
                OperationKind::Refund => reference(&format!("rf-v1-{number}-1")),
                OperationKind::Capture => reference(&format!("cap-v1-{number}")),
                OperationKind::Create => reference(&format!("INV-{number}")),
                _ => None,
            },
            key: format!("key-{number}").parse().unwrap(),
            seen: Precondition::default(),
        },
        amount: None,
        released: None,
        reason: None,
        confirmed_at: at(i64::try_from(number).unwrap()),
        sent_at: None,
        first_sent_at: None,
        sent_by_server_clock: None,
        reached: false,
        told_taken: false,
        claim: None,
        recheck: false,
        unseen_since: None,
        lost: false,
        dialect: None,
        request_ids: Vec::new(),
        after: None,
        decided_at: None,
        interrupted_at: None,
        again_unsent: None,
        put_away: false,
        state,
    }
}

/// With every optional field besides the state. No real operation has all of them at once.
fn full(number: usize, kind: OperationKind, state: State) -> Operation {
    let bare = bare(number, kind, state);
    let target = match bare.intent.target {
        Target::New { .. } => Target::New { new_link: Box::new(full_new_link(number)) },
        link @ Target::Link { .. } => link,
    };
    Operation {
        intent: Intent {
            target,
            link_reference: reference(&format!("INV-{number}")),
            customer_name: text("Asha Rao"),
            seen: full_precondition(),
            ..bare.intent
        },
        amount: Some(Money::inr(30_000)),
        released: Some(Money::inr(70_000)),
        reason: text("Item returned"),
        sent_at: some(50),
        first_sent_at: some(40),
        sent_by_server_clock: some(39),
        reached: true,
        told_taken: true,
        claim: Some(Claim::Refused(Refusal::RefundFailed)),
        recheck: true,
        unseen_since: some(85),
        lost: true,
        dialect: Some(Dialect::Guide),
        request_ids: vec!["r-1".into(), "r-2".into()],
        after: Some(Postcondition { at: at(100), seen: full_precondition() }),
        decided_at: some(90),
        interrupted_at: some(91),
        again_unsent: Some(NotSent::HoldOverrun),
        put_away: true,
        ..bare
    }
}

/// Everything that a program of ledger version 4 can write, in the order of the rows of `ledger-v4.db`.
pub fn of_version_4() -> Vec<Operation> {
    let mut all = Vec::new();
    let number = |all: &Vec<Operation>| all.len() + 1;
    for kind in KINDS {
        for state in plain_states() {
            all.push(bare(number(&all), kind, state));
        }
    }
    for (state, kind) in states_with_a_reason().into_iter().zip(KINDS.into_iter().cycle()) {
        all.push(bare(number(&all), OperationKind::Refund, state.clone()));
        all.push(bare(number(&all), kind, state));
    }
    for kind in KINDS {
        all.push(full(number(&all), kind, State::Checking(full_checking())));
    }
    let refund = OperationKind::Refund;
    let claims = refusals().into_iter().map(Claim::Refused).chain(not_sent().into_iter().map(Claim::NotSent));
    for claim in claims {
        let checking = bare(number(&all), refund, State::Checking(bare_checking()));
        all.push(Operation { claim: Some(claim), dialect: Some(Dialect::Reference), ..checking });
    }
    for why in not_sent() {
        let again = bare(number(&all), refund, State::NotSent { at: at(90), why: NotSent::ProvenAbsent });
        all.push(Operation { again_unsent: Some(why), lost: true, ..again });
    }
    let not_allowed = REASONS.into_iter().map(NotSent::NotAllowed);
    let unreachable = PROBLEMS.into_iter().map(|kind| NotSent::Unreachable(bare_problem(kind)));
    let fault = |fault| Problem { fault: Some(fault), ..bare_problem(ProblemKind::Tls) };
    let faults = FAULTS.into_iter().map(|of| NotSent::CouldNotReread(fault(of)));
    let reasons = not_allowed.chain(unreachable).chain(faults).collect::<Vec<_>>();
    for pair in reasons.chunks(2) {
        let denied = bare(number(&all), refund, State::NotSent { at: at(90), why: pair[0].clone() });
        all.push(Operation { again_unsent: pair.get(1).cloned(), ..denied });
    }
    all
}
