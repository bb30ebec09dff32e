//! The event that tells the page what is wrong with a file or the clock.

use linkdesk_core::{
    desk::Desk,
    views::notice::{NoticeView, notices},
};
use serde::Serialize;
use specta::Type;
use tauri_specta::Event;

/// Something is wrong with a file or the clock that was not before, or no longer is: here is all that is wrong now.
#[derive(Debug, Clone, Serialize, Type, Event)]
pub struct NoticesChanged(pub Vec<NoticeView>);

impl NoticesChanged {
    pub async fn of(desk: &Desk) -> Self {
        Self(notices(desk).await)
    }
}
