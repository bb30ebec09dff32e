// Every page and dialog in the pseudo-locale: whatever it says stands in a dictionary.

import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import Announcer from "$components/Announcer.svelte";
import Problem from "$components/Problem.svelte";
import RemoveAccount from "$features/accounts/RemoveAccount.svelte";
import KeyList from "$features/keys/KeyList.svelte";
import Notices from "$features/notices/Notices.svelte";
import OperationDialogs from "$features/operations/OperationDialogs.svelte";
import { setLocale } from "$lib/i18n/locale";
import { commands } from "$lib/ipc";
import type {
  ErrorCode,
  LinkOperationKind,
  LinkState,
  NextStep,
  NoticeCode,
  NotSentReason,
  OperationKind,
  WireError,
} from "$lib/ipc";
import { en as errors } from "$lib/i18n/en/errors";
import { en as frame } from "$lib/i18n/en/frame";
import { en as link } from "$lib/i18n/en/link";
import { en as notsent } from "$lib/i18n/en/notsent";
import { whereOf } from "$lib/failure";
import { nextSteps, stateWords } from "$lib/messages/link";
import Activity from "../pages/Activity.svelte";
import Connect from "../pages/Connect.svelte";
import Links from "../pages/Links.svelte";
import Settings from "../pages/Settings.svelte";
import { AppState } from "$state/app.svelte";
import { LiveOperation } from "$state/liveOperation.svelte";
import { Operations } from "$state/operations.svelte";
import LinkPanel from "$testing/LinkPanelWithDialogs.svelte";
import { anEntry, aView } from "$testing/activitySamples";
import * as samples from "$testing/samples";
import { unmarked } from "$testing/unmarked";
import { anAccount, anError, aRecent, aStart, ok, refused, taken } from "$testing/views";
import Shell from "./Shell.svelte";

vi.mock("$lib/ipc");

const account = anAccount({ id: "account-1" });

/** What the samples have from the shop and from Pine Labs. */
const DATA = [
  account.name,
  "api.example.com",
  "Neha Kulkarni",
  "Ritu Bansal",
  "Item returned",
  "INV-",
  "pl-v1",
  "/shop/ledger.db",
];

function isMarked(what: string, more: readonly string[] = []) {
  expect(unmarked(document.body, [...DATA, ...more]), what).toEqual([]);
}

async function started(changes: Parameters<typeof aStart>[0] = {}) {
  const app = new AppState(aStart({ accounts: [account], current: account.id, ...changes }));
  await app.readOperations();
  return app;
}

const never = () => new Promise<never>(() => undefined);

beforeEach(async () => {
  await setLocale("pseudo");
  vi.mocked(commands.activity).mockResolvedValue(ok(aView()));
  vi.mocked(commands.activityEntry).mockResolvedValue(ok(anEntry()));
  vi.mocked(commands.checkChain).mockResolvedValue(ok({ state: "empty", since: null, entry: null }));
  vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
  vi.mocked(commands.recents).mockResolvedValue(ok([]));
  vi.mocked(commands.prepare).mockResolvedValue(ok(samples.intent()));
  vi.mocked(commands.classify).mockImplementation((query) => Promise.resolve(taken(query)));
  vi.mocked(commands.start).mockResolvedValue(ok(aStart({ accounts: [account], current: account.id })));
});
afterEach(() => setLocale("en"));

it("the connect screen, whatever it is for", async () => {
  const app = await started();
  for (const why of ["add", "signed_out", "session_over", "keychain_shut", "replace"] as const) {
    app.navigation.connect(why === "add" ? { why, account: null } : { why, account });
    const { route } = app.navigation;
    if (route.name === "connect") render(Connect, { app, params: route.params });
    await fireEvent.click(screen.getByTestId("connect-submit"));
    isMarked(why);
    cleanup();
  }
});

it("the frame around a page", async () => {
  vi.mocked(commands.unfinished).mockResolvedValue(ok([samples.operation({ outcome: "checking" })]));
  const app = await started({ recents: [aRecent()] });
  render(Shell, { app, account });
  isMarked("shell", INITIALS);
  await fireEvent.click(screen.getByTestId("account-menu"));
  isMarked("account menu", INITIALS);
  cleanup();
  render(KeyList, { onclose: vi.fn(), onsettings: vi.fn() });
  isMarked("keys");
});

it("the list of recent links, in each state", async () => {
  const states = Object.keys(stateWords) as LinkState[];
  const recents = states.map((state, at) => aRecent({ state, linkId: `pl-v1-${String(at)}` }));
  render(Links, { app: await started({ recents }), wide: true, onfind: vi.fn() });
  isMarked("recents");
  cleanup();
  render(Links, { app: await started(), wide: true, onfind: vi.fn() });
  isMarked("no recents");
});

/** Many screens, one after the other. */
const PATIENCE = { timeout: 120_000 };

it(
  "a link in each state, with each next step, and each reason why something cannot be done",
  PATIENCE,
  () => {
    const props = { operations: new Operations(), expanded: true, busy: false };
    const handlers = {
      onclose: vi.fn(),
      onexpand: vi.fn(),
      onrefresh: vi.fn(),
      onpage: vi.fn(),
      onproblem: vi.fn(),
    };
    const show = (changes: Parameters<typeof samples.link>[0], what: string) => {
      const page = { link: samples.link(changes) };
      const { container } = render(LinkPanel, { props: { page, ...props, ...handlers } });
      expect(unmarked(container, [...DATA, ...PAYMENT]), what).toEqual([]);
      cleanup();
    };
    for (const state of Object.keys(stateWords) as LinkState[]) show({ state }, state);
    for (const nextStep of Object.keys(nextSteps) as NextStep[]) show({ nextStep }, nextStep);
    for (const reason of Object.keys(link.reasons) as (keyof typeof link.reasons)[]) {
      const told = { resend: reason, cancel: reason, refund: reason, capture: reason, void: reason };
      show({ actions: samples.actions(told) }, reason);
    }
  },
);

/** On the mark of the account. */
const INITIALS = ["KH"];

/** What Pine Labs tells of a payment, as it is. */
const PAYMENT = ["Festival order", "Example Bank", "CREDIT, CONSUMER"];

it("each dialog, as it opens and where the shop cannot be read", async () => {
  const kinds: LinkOperationKind[] = ["refund", "capture", "void", "cancel", "resend"];
  for (const kind of kinds) {
    for (const answer of [ok(samples.intent({ kind })), refused(anError("dns"))]) {
      vi.mocked(commands.prepare).mockResolvedValue(answer);
      const live = new LiveOperation(new Operations());
      const props = { link: samples.link(), live, onclose: vi.fn(), onpage: vi.fn(), onproblem: vi.fn() };
      render(OperationDialogs, { props: { kind, ...props } });
      await waitFor(() => {
        expect(document.body.querySelector("[aria-busy='true']")).toBeNull();
      });
      isMarked(`${kind}, ${answer.status}`, ["dns"]);
      cleanup();
    }
  }
});

/** Of what Pine Labs answered, for support. */
const CODES = ["refused", "timeout"];

it("the activity, and an entry of each kind with each outcome", PATIENCE, async () => {
  const outcomes = ["held", "sending", "accepted", "done", "refused", "checking", "undone"] as const;
  const needs = ["refund_failed", "cannot_tell", "forgotten", "other_amount", "may_have_gone_out"] as const;
  const reasons = Object.keys({ ...notsent.titles, changed: 0, unreachable: 0, rate_limited: 0 });
  const kinds: OperationKind[] = ["refund", "capture", "void", "cancel", "resend", "create"];
  const app = await started();
  for (const kind of kinds) {
    const each: samples.OperationChanges[] = [
      ...outcomes.map((outcome) => ({ outcome })),
      ...needs.map((needsYou) => ({ outcome: "needs_you" as const, needsYou })),
      ...(reasons.filter((why) => !why.startsWith("nothing")) as NotSentReason[]).map((notSent) => ({
        outcome: "not_sent" as const,
        notSent,
      })),
    ];
    const entries = each.map((changes, at) =>
      samples.operation({ id: `operation-${String(at)}`, number: at + 1, kind, ...changes }),
    );
    vi.mocked(commands.activity).mockResolvedValue(ok(aView(entries)));
    render(Activity, { app, wide: true });
    await waitFor(() => {
      expect(screen.getAllByTestId("activity-row")).toHaveLength(entries.length);
    });
    isMarked(`${kind}, list`);
    for (const [at, operation] of entries.entries()) {
      vi.mocked(commands.activityEntry).mockResolvedValue(ok(anEntry({ operation })));
      await fireEvent.click(screen.getAllByTestId("activity-row")[at] ?? document.body);
      await screen.findByTestId("activity-steps");
      isMarked(`${kind}, ${JSON.stringify(operation)}`, CODES);
    }
    cleanup();
  }
});

it("the settings, and the removal of an account", async () => {
  render(Settings, { app: await started() });
  isMarked("settings");
  cleanup();
  for (const secret of ["keychain", "session", "missing", "not_needed"] as const) {
    render(RemoveAccount, { account: anAccount({ secret }), onclose: vi.fn(), remove: vi.fn() });
    isMarked(secret);
    cleanup();
  }
});

it("each error of the desktop side", () => {
  const codes = Object.keys(errors.plain) as ErrorCode[];
  const causes = [...Object.keys(errors.causes), ...Object.keys(errors.proxies)] as WireError["cause"][];
  const where = whereOf(account);
  const all: WireError[] = [
    ...codes.map((code) => anError(code)),
    ...causes.map((cause) => ({
      ...anError("bad_request", { place: "10.0.0.9", account: account.name }),
      cause,
    })),
    anError("rate_limited", { retryAfterMs: 90_000 }),
    anError("rate_limited", { retryAfterMs: 86_400_000_000 }),
  ];
  for (const error of all) {
    for (const connecting of [true, false]) {
      render(Problem, { error, where: { ...where, connecting }, at: samples.NOW });
      isMarked(`${error.code} ${error.cause ?? ""}`);
      cleanup();
    }
  }
});

it("each notice of the desktop side, and the announcer", async () => {
  const codes = Object.keys(frame.notices) as NoticeCode[];
  const notices = codes.map((code) => ({
    code,
    reason: "full" as const,
    missing: 2,
    path: "/shop/ledger.db",
    offBy: 600_000,
  }));
  const app = await started({ notices });
  render(Notices, { notices: app.notices });
  render(Announcer);
  isMarked("notices");
});

it("a page that is being read", async () => {
  vi.mocked(commands.activity).mockImplementation(never);
  const app = await started();
  render(Activity, { app, wide: true });
  isMarked("reading");
});
