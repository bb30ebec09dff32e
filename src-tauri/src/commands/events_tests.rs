//! Whatever comes, and however fast: the page hears few messages, and the last state of everything, or "reload".

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use sandbox::shop::known;
use serde_json::{Value, json};
use tauri::{Listener, Manager, test::MockRuntime};

use super::*;
use crate::{
    commands::{create_tests::counter, refund_tests::prepared},
    without_window::ask,
};

#[derive(Debug, Clone, PartialEq)]
struct Step {
    id: u32,
    revision: i64,
}

impl Newest for Step {
    type Key = u32;

    fn key(&self) -> u32 {
        self.id
    }

    fn version(&self) -> i64 {
        self.revision
    }
}

/// What was told, in the order of the messages.
#[derive(Default)]
struct Heard {
    messages: Vec<Vec<Step>>,
    reloads: usize,
}

impl Heard {
    /// What a page has of a step that keeps whatever it heard last.
    fn last(&self, id: u32) -> Option<i64> {
        self.messages.iter().flatten().rfind(|step| step.id == id).map(|step| step.revision)
    }
}

/// Relays everything that `send` sends, and returns what was told of it.
async fn told_of<F: Future<Output = ()>>(
    capacity: usize,
    send: impl FnOnce(broadcast::Sender<Step>) -> F,
) -> Heard {
    let (sender, receiver) = broadcast::channel(capacity);
    let heard = Arc::new(Mutex::new(Heard::default()));
    let page = Arc::clone(&heard);
    let relay = tokio::spawn(relay(receiver, move |told| {
        let mut page = page.lock().unwrap();
        page.messages.push(told.newest);
        page.reloads += usize::from(told.lagged);
    }));
    send(sender).await;
    relay.await.unwrap();
    Arc::into_inner(heard).unwrap().into_inner().unwrap()
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_steps_in_a_second_are_a_few_messages_with_the_last_revision_of_each() {
    let heard = told_of(256, |sender| async move {
        for revision in 0..100 {
            for id in 0..100 {
                sender.send(Step { id, revision }).unwrap();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    assert_eq!(heard.reloads, 0);
    assert!((10..=22).contains(&heard.messages.len()), "{} messages", heard.messages.len());
    for id in 0..100 {
        assert_eq!(heard.last(id), Some(99));
    }
}

#[tokio::test(start_paused = true)]
async fn a_single_step_after_a_silence_is_told_at_once() {
    let started = Instant::now();
    let heard = told_of(16, |sender| async move {
        sleep(PAUSE * 3).await;
        sender.send(Step { id: 1, revision: 1 }).unwrap();
    })
    .await;
    assert_eq!(heard.messages, [[Step { id: 1, revision: 1 }]]);
    assert_eq!(started.elapsed(), PAUSE * 3);
}

#[tokio::test(start_paused = true)]
async fn an_older_revision_that_comes_late_does_not_replace_a_newer_one() {
    let heard = told_of(16, |sender| async move {
        for revision in [1, 3, 2] {
            sender.send(Step { id: 1, revision }).unwrap();
        }
    })
    .await;
    assert_eq!(heard.last(1), Some(3));
}

#[tokio::test(start_paused = true)]
async fn a_channel_that_lags_has_the_page_reload_and_goes_on() {
    let heard = told_of(4, |sender| async move {
        // Nobody takes from the channel meanwhile.
        for id in 0..100 {
            sender.send(Step { id, revision: 1 }).unwrap();
        }
        sleep(PAUSE * 2).await;
        sender.send(Step { id: 7, revision: 2 }).unwrap();
    })
    .await;
    assert_eq!(heard.reloads, 1);
    assert_eq!((heard.last(0), heard.last(99), heard.last(7)), (None, Some(1), Some(2)));
}

/// The payloads of an event, as the page gets them.
struct Payloads(Arc<Mutex<Vec<Value>>>);

impl Payloads {
    fn of(name: &str, app: &AppHandle<MockRuntime>) -> Self {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let page = Arc::clone(&heard);
        app.listen_any(name, move |event| {
            page.lock().unwrap().push(serde_json::from_str(event.payload()).unwrap());
        });
        Self(heard)
    }

    fn until(&self, is_there: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        for _ in 0..500 {
            let heard = self.0.lock().unwrap().clone();
            if is_there(&heard) {
                return heard;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("in vain: {:?}", self.0.lock().unwrap());
    }
}

#[test]
fn each_step_of_an_operation_crosses_to_the_page_and_so_does_a_lag() {
    let counter = counter();
    let app = counter.page.app_handle();
    let linkdesk = Arc::clone(&app.state::<Arc<Linkdesk>>());
    let (changes, reloads) =
        (Payloads::of(OperationsChanged::NAME, app), Payloads::of(ReloadAsked::NAME, app));
    tell_page(app, &linkdesk);

    let intent = prepared(&counter, known::PAID, "refund");
    let request = json!({
        "accountId": counter.account, "intentId": intent["intentId"], "amount": "all", "reason": "Returned",
    });
    let id = ask(&counter.page, "refund", json!({ "request": request })).unwrap()["id"].clone();
    let heard = changes.until(|messages| {
        messages
            .last()
            .is_some_and(|last| last.as_array().unwrap().iter().any(|o| o["outcome"] == "accepted"))
    });
    assert!(heard.iter().flat_map(|message| message.as_array().unwrap()).all(|o| o["id"] == id), "{heard:?}");
    assert_eq!(*reloads.0.lock().unwrap(), [Value::Null; 0]);

    let told =
        tauri::async_runtime::block_on(linkdesk.operations.get(&id.as_str().unwrap().to_owned().into()))
            .unwrap()
            .unwrap();
    let before = heard.len();
    tell_operations(app, &Told { newest: vec![told; 2 * MAX_OPERATIONS + 1], lagged: true });
    let heard = changes.until(|messages| messages.len() == before + 3);
    assert_eq!(
        heard[before..].iter().map(|message| message.as_array().unwrap().len()).max(),
        Some(MAX_OPERATIONS)
    );
    assert_eq!(reloads.until(|reloads| !reloads.is_empty()), [Value::Null]);
}
