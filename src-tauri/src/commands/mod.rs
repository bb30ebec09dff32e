//! The IPC surface: a Request in, a View or the one wire error out, at most ten lines a command.
//!
//! A command takes the part of the app that it needs.

pub mod accounts;
pub mod activity;
pub mod events;
pub mod links;
pub mod operations;
pub mod system;

use std::sync::Arc;

use tauri::{Runtime, State, generate_handler, ipc::Invoke};

use linkdesk_core::{app::Linkdesk, views::error::WireError};

/// The parts of the app, which every command gets.
pub type AppState<'a> = State<'a, Arc<Linkdesk>>;

pub type Answer<T> = Result<T, WireError>;

/// The only list: the handler, the generated bindings and the tests all come from it.
macro_rules! each_command {
    ($take:ident) => {
        $take![
            system::start,
            system::painted,
            system::set_theme,
            system::zoom,
            system::copy_text,
            system::open_external,
            system::open_logs_folder,
            accounts::connect,
            accounts::try_sample_data,
            accounts::switch_account,
            accounts::forget_account,
            accounts::save_to_keychain,
            links::classify,
            links::find,
            links::open_link,
            links::known_link,
            links::recents,
            links::forget_recent,
            operations::prepare,
            operations::prepare_create,
            operations::check_amount,
            operations::resend,
            operations::cancel_link,
            operations::create_link,
            operations::refund,
            operations::capture,
            operations::void_order,
            operations::undo,
            operations::check_now,
            operations::send_again,
            operations::operations,
            activity::activity,
            activity::activity_entry,
            activity::check_chain,
            activity::export_activity,
            activity::unfinished,
            activity::decide,
            activity::take_back,
            activity::dismiss,
        ]
    };
}

/// What answers the page.
pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    each_command!(generate_handler)
}

#[cfg(test)]
mod acl_tests;
#[cfg(test)]
mod create_tests;
#[cfg(test)]
mod refund_tests;

#[cfg(test)]
mod tests {
    use specta_typescript::Typescript;
    use tauri_specta::{Builder, collect_commands, collect_events};

    use super::{accounts, activity, events, links, operations, system};

    /// The types of what crosses to the page. The running app needs none of them.
    fn bindings() -> Builder<tauri::Wry> {
        Builder::new()
            .commands(each_command!(collect_commands))
            .events(collect_events![
                events::OperationsChanged,
                events::NoticesChanged,
                events::WaitAsked,
                events::ReloadAsked
            ])
            // Amounts in paise and times in milliseconds stay far below 2^53.
            .dangerously_cast_bigints_to_number()
            // A type crosses in one direction only, so it needs one shape.
            .disable_serde_phases()
    }

    #[test]
    fn the_committed_bindings_are_those_of_the_commands() {
        let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/lib/ipc/bindings.ts");
        let folder = tempfile::tempdir().unwrap();
        let fresh = folder.path().join("bindings.ts");
        bindings().export(Typescript::default(), &fresh).unwrap();
        let fresh = std::fs::read_to_string(fresh).unwrap();
        if std::env::var_os("UPDATE_BINDINGS").is_some() {
            std::fs::write(committed, &fresh).unwrap();
        }
        assert!(
            std::fs::read_to_string(committed).unwrap() == fresh,
            "ui/src/lib/ipc/bindings.ts is stale; run the tests once with UPDATE_BINDINGS=1"
        );
    }
}
