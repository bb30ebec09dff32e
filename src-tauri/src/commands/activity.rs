//! Activity: every operation that was asked for from this computer, and the person's own word on what nothing else can tell.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Answer, AppState};
use linkdesk_core::views::{
    operation::OperationView,
    seen::SeenView,
    values::{MoneyView, ms},
};
use linkdesk_core::{
    ledger::{
        chain::Chain,
        rows::{Position, Step},
    },
    operation_log::{Activity, ActivityQuery, Entry, export::ExportWords},
    operations::outcome::{Outcome, StepKind},
    rules::allowed::OperationKind,
};

/// Which operations are wanted; what is absent does not narrow. Times are milliseconds, `until` is exclusive.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ActivityRequest {
    pub account_id: String,
    pub from: Option<i64>,
    pub until: Option<i64>,
    pub kind: Option<OperationKind>,
    pub outcome: Option<Outcome>,
    /// A part of a reference, a customer, a reason or a request id.
    pub text: Option<String>,
    /// The last one of the page before. Absent for the first page.
    pub before: Option<PositionRequest>,
    pub limit: u32,
}

/// The place of an entry in the list: its time in milliseconds, and its number in the ledger.
#[derive(Debug, Clone, Copy, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PositionRequest {
    pub confirmed_at: i64,
    pub number: i64,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeCountView {
    pub outcome: Outcome,
    pub count: u32,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ActivityView {
    /// One page, newest first, no more than were asked for.
    pub entries: Vec<OperationView>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many more cannot be read, whatever their outcome.
    pub unreadable: u32,
    /// Of period, kind and text, whatever the outcome.
    pub counts: Vec<OutcomeCountView>,
    /// The sums of what is wanted; absent where there is nothing, or where currencies differ.
    pub captured: Option<MoneyView>,
    pub refunded: Option<MoneyView>,
    pub checking: Option<MoneyView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    pub outcome: StepKind,
    pub at: i64,
    pub request_id: Option<String>,
    pub by_person: bool,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ActivityEntryView {
    pub operation: OperationView,
    /// Oldest first.
    pub steps: Vec<StepView>,
    /// As the person saw it, and as it was first read afterwards. Of a link that was to be made there is nothing before.
    pub before: Option<SeenView>,
    pub before_at: i64,
    pub after: Option<SeenView>,
    pub after_at: Option<i64>,
}

#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ChainKind {
    /// Nothing was written down yet.
    Empty,
    Unbroken,
    Broken,
}

/// Whether each step still carries the fingerprint of the one before it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChainView {
    pub state: ChainKind,
    /// Since when it is unbroken.
    pub since: Option<i64>,
    /// Where it is broken: here or right before it. Absent where entries are missing at the end.
    pub entry: Option<i64>,
}

impl From<Chain> for ChainView {
    fn from(chain: Chain) -> Self {
        let (state, since, entry) = match chain {
            Chain::Empty => (ChainKind::Empty, None, None),
            Chain::Unbroken { since } => (ChainKind::Unbroken, Some(since), None),
            Chain::Broken { at } => (ChainKind::Broken, None, at),
        };
        Self { state, since, entry }
    }
}

impl From<ActivityRequest> for ActivityQuery {
    fn from(request: ActivityRequest) -> Self {
        Self {
            account: request.account_id,
            from: request.from,
            until: request.until,
            kind: request.kind,
            outcome: request.outcome.map(Outcome::name),
            text: request.text,
            before: request
                .before
                .map(|PositionRequest { confirmed_at, number }| Position { confirmed_at, number }),
            limit: usize::try_from(request.limit).unwrap_or(usize::MAX),
        }
    }
}

impl From<Activity> for ActivityView {
    fn from(activity: Activity) -> Self {
        let counted = |count| u32::try_from(count).unwrap_or(u32::MAX);
        let counts = activity.counts.into_iter().filter_map(|(name, count)| {
            Some(OutcomeCountView { outcome: Outcome::named(&name)?, count: counted(count) })
        });
        Self {
            entries: activity.entries.iter().map(OperationView::from).collect(),
            total: counted(activity.total),
            unreadable: counted(activity.unreadable),
            counts: counts.collect(),
            captured: activity.captured.map(Into::into),
            refunded: activity.refunded.map(Into::into),
            checking: activity.checking.map(Into::into),
        }
    }
}

impl From<Step> for StepView {
    fn from(step: Step) -> Self {
        Self {
            outcome: StepKind::named(&step.outcome),
            at: step.at,
            request_id: step.request_id,
            by_person: step.by_person,
        }
    }
}

impl From<Entry> for ActivityEntryView {
    fn from(Entry { operation, steps }: Entry) -> Self {
        let intent = &operation.intent;
        let after = operation.read_afterwards();
        Self {
            steps: steps.into_iter().map(StepView::from).collect(),
            before: intent.link_id().map(|_| SeenView::from(&intent.seen)),
            before_at: ms(intent.prepared_at),
            after: after.map(|(_, seen)| seen.into()),
            after_at: after.map(|(at, _)| ms(at)),
            operation: OperationView::from(&operation),
        }
    }
}

#[tauri::command]
#[specta::specta]
pub async fn activity(app: AppState<'_>, request: ActivityRequest) -> Answer<ActivityView> {
    Ok(app.operation_log.activity(&request.into()).await?.into())
}

#[tauri::command]
#[specta::specta]
pub async fn activity_entry(app: AppState<'_>, operation_id: String) -> Answer<ActivityEntryView> {
    Ok(app.operation_log.entry(&operation_id.into()).await?.into())
}

/// Walks the chain of fingerprints of an account's operations.
#[tauri::command]
#[specta::specta]
pub async fn check_chain(app: AppState<'_>, account_id: String) -> Answer<ChainView> {
    Ok(app.operation_log.check_chain(&account_id).await?.into())
}

/// Writes what is wanted as CSV and answers where the file is.
#[tauri::command]
#[specta::specta]
pub async fn export_activity(
    app: AppState<'_>,
    request: ActivityRequest,
    words: ExportWords,
) -> Answer<String> {
    Ok(app.operation_log.export(&request.into(), &words).await?.display().to_string())
}

/// What of an account wants attention: unknown outcomes, and what asks something of the person. Newest first.
#[tauri::command]
#[specta::specta]
pub async fn unfinished(app: AppState<'_>, account_id: String) -> Answer<Vec<OperationView>> {
    Ok(app.operation_log.unfinished(&account_id).await?.iter().map(OperationView::from).collect())
}

/// The person's own word on an operation that no look-up can tell of.
#[tauri::command]
#[specta::specta]
pub async fn decide(app: AppState<'_>, operation_id: String, there: bool) -> Answer<OperationView> {
    Ok(OperationView::from(&app.operation_requests.decide(&operation_id.into(), there).await?))
}

/// Takes the person's word back, as long as nothing was seen that bears it out.
#[tauri::command]
#[specta::specta]
pub async fn take_back(app: AppState<'_>, operation_id: String) -> Answer<OperationView> {
    Ok(OperationView::from(&app.operation_requests.take_back(&operation_id.into()).await?))
}

/// What an operation asks of the person was seen.
#[tauri::command]
#[specta::specta]
pub async fn dismiss(app: AppState<'_>, operation_id: String) -> Answer<OperationView> {
    Ok(OperationView::from(&app.operation_requests.dismiss(&operation_id.into()).await?))
}
