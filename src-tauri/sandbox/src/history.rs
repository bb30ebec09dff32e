//! Copies of the model, for reads that lag behind the writes. They are complete, so that a stale answer is consistent.

use crate::model::Model;
use jiff::Timestamp;
use std::collections::VecDeque;

const MAX_COPIES: usize = 300;

/// Copies of the model, each with the time from which it was valid, oldest first.
#[derive(Default)]
pub(crate) struct History(VecDeque<(Timestamp, Model)>);

impl History {
    pub(crate) fn keep(&mut self, model: &Model, from: Timestamp) {
        if self.0.len() == MAX_COPIES {
            self.0.pop_front();
        }
        self.0.push_back((from, model.clone()));
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The model at that time. The oldest copy also stands for all earlier times.
    pub(crate) fn at(&self, moment: Timestamp) -> Option<Model> {
        let newest = self.0.iter().rposition(|(from, _)| *from <= moment).unwrap_or(0);
        let mut model = self.0.get(newest)?.1.clone();
        // The copy lacks what has expired since.
        model.tick(moment);
        Some(model)
    }
}
