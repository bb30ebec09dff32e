// Invented operations for the tests of the Activity page. No part of the app.

import { at, figures, operation, rupees, seen } from "./samples";
import type { ActivityEntryView, ActivityView, OperationView } from "$lib/ipc";

export const accepted = operation({
  outcome: "accepted",
  confirmedAt: at("2025-11-20T14:05:13.990"),
  requestIds: ["5b0e91c7-3a42-4f6d-b1e8-20c95a7ed417"],
});
export const checking = operation({
  id: "operation-2",
  linkReference: "INV-2526-0176",
  customerName: "Farida Shaikh",
  outcome: "checking",
  amount: rupees(240_000),
  confirmedAt: at("2025-11-20T13:58:02"),
});
export const resent = operation({
  id: "operation-3",
  kind: "resend",
  outcome: "done",
  amount: null,
  reason: null,
  confirmedAt: at("2025-11-19T18:20:06"),
});

export const aView = (entries: OperationView[] = [accepted, checking, resent]): ActivityView => ({
  entries,
  total: entries.length,
  unreadable: 0,
  counts: [
    { outcome: "accepted", count: 1 },
    { outcome: "checking", count: 1 },
    { outcome: "done", count: 1 },
  ],
  captured: null,
  refunded: rupees(125_000),
  checking: rupees(240_000),
});

const before = seen();
export const anEntry = (changes: Partial<ActivityEntryView> = {}): ActivityEntryView => ({
  operation: accepted,
  steps: [
    { outcome: "prepared", at: at("2025-11-20T14:05:13.990"), requestId: null, byPerson: false },
    { outcome: "held", at: at("2025-11-20T14:05:14.008"), requestId: null, byPerson: false },
    { outcome: "sending", at: at("2025-11-20T14:05:19.012"), requestId: null, byPerson: false },
    { outcome: "accepted", at: at("2025-11-20T14:05:19.604"), requestId: "request-1", byPerson: false },
  ],
  before,
  beforeAt: at("2025-11-20T14:05:12"),
  after: seen({
    orderStatus: "PARTIALLY_REFUNDED",
    figures: figures({ refunded: rupees(185_000), left: rupees(300_000) }),
  }),
  afterAt: at("2025-11-20T14:05:21"),
  ...changes,
});
