import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { AppState } from "$state/app.svelte";
import { at, operation, withOutcome, rupees, seen } from "$testing/samples";
import { commands } from "$lib/ipc";
import type { Step } from "$lib/ipc";
import { anAccount, anError, aStart, ok, refused } from "../../testing/views";
import Page from "../../pages/Activity.svelte";
import { accepted, anEntry, aView, checking, resent } from "$testing/activitySamples";

vi.mock("$lib/ipc");

async function show(wide = true) {
  const app = new AppState(aStart({ accounts: [anAccount({ id: "account-1" })], current: "account-1" }));
  await app.readOperations();
  render(Page, { app, wide });
  await waitFor(() => {
    expect(app.activity.reading).toBe(false);
  });
  return app;
}
const rows = () => screen.getAllByTestId("activity-row");
const row = (nth: number) => rows()[nth] ?? document.body;
const openFirst = async () => {
  await fireEvent.click(row(0));
  return screen.findByTestId("activity-steps");
};

beforeEach(() => {
  vi.mocked(commands.checkChain).mockResolvedValue(ok({ state: "empty", since: null, entry: null }));
  vi.mocked(commands.activity).mockResolvedValue(ok(aView()));
  vi.mocked(commands.activityEntry).mockResolvedValue(ok(anEntry()));
  vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
});

describe("the open entry", () => {
  it("has the amount, what it means, the steps to the millisecond and the references to copy", async () => {
    await show();
    const steps = await openFirst();
    const panel = within(screen.getByTestId("activity-entry"));
    expect(panel.getByTestId("activity-amount").dataset.minor).toBe("125000");
    expect(panel.getByText("Refund to Neha Kulkarni")).toBeTruthy();
    expect(panel.getByTestId("outcome").textContent).toContain("Pine Labs took the refund");
    expect(
      [...steps.querySelectorAll("li")].map(({ textContent }) => textContent.replace(/\s+/g, " ")),
    ).toEqual([
      expect.stringMatching(/Accepted ?14:05:19.604 ?0.6 s after it was sent · Request request-1/),
      expect.stringMatching(/Sent ?14:05:19.012/),
      expect.stringMatching(/Held ?14:05:14.008 ?It could be taken back/),
      expect.stringMatching(/Prepared ?14:05:13.990 ?Written down before anything was sent/),
    ]);
    expect(panel.getByTestId("activity-reference").dataset.value).toBe("rf-0183-1");
    expect(panel.getByTestId("activity-request").dataset.value).toBe("5b0e91c7-3a42-4f6d-b1e8-20c95a7ed417");
    expect(panel.getByTestId("activity-order").dataset.value).toBe("v1-251118172104-aa-kX2mQa");
    expect(panel.getByTestId("activity-link").dataset.value).toBe("pl-v1-251118170512-aa-uR6kYc");
    expect(row(0).getAttribute("aria-selected")).toBe("true");
  });

  it.each([
    ["made", { linkId: "pl-v1-9", outcome: "done" }, "pl-v1-9"],
    [
      "refused for another one",
      { linkId: null, outcome: "refused", refusal: "reference_used", otherLinkId: "pl-v1-8" },
      "pl-v1-8",
    ],
    ["not known", { linkId: null, outcome: "checking" }, null],
  ] as const)("of a new link that is %s opens a link only where there is one", async (_, told, opened) => {
    const entry = operation({ ...told, kind: "create", reference: "INV-9", linkReference: "INV-9" });
    vi.mocked(commands.activity).mockResolvedValue(ok(aView([entry])));
    vi.mocked(commands.activityEntry).mockResolvedValue(ok({ ...anEntry(), operation: entry }));
    const app = await show();
    const open = vi.spyOn(app.linkPage, "open").mockResolvedValue();
    expect(row(0).dataset.kind).toBe("create");
    await openFirst();
    expect(screen.queryByTestId("activity-reference")).toBeNull();
    const button = screen.queryByTestId("activity-open-link");
    expect(button === null).toBe(opened === null);
    if (button === null) return;
    await fireEvent.click(button);
    expect(open).toHaveBeenCalledWith(opened, "INV-9");
  });

  it("that was sent again has its steps in plain words, and each request once and whole", async () => {
    const request = "7c1e22aa-90aa-4f10-9b1b-000000a90b";
    const step = (outcome: Step, requestId: string | null = null) => ({
      outcome,
      at: at("2025-11-20T14:05:13"),
      requestId,
      byPerson: false,
    });
    vi.mocked(commands.activityEntry).mockResolvedValue(
      ok(
        anEntry({
          steps: [
            step("sending"),
            step("waiting"),
            step("sending"),
            step("checking", request),
            step("not_sent", request),
            step("again", request),
          ],
        }),
      ),
    );
    await show();
    const steps = await openFirst();
    expect([...steps.querySelectorAll(".what")].map(({ textContent }) => textContent)).toEqual([
      "Asked for once more",
      "Not sent",
      "No certain answer",
      "Sent",
      "Asked to wait",
      "Tried to send",
    ]);
    const ids = [...steps.querySelectorAll<HTMLElement>("[data-value]")];
    expect(ids.map(({ dataset, title, textContent }) => [dataset.value, title, textContent])).toEqual([
      [request, request, "7c1e…a90b"],
    ]);
  });

  it("sets the figures before beside those after, with the time of each", async () => {
    await show();
    await openFirst();
    const table = screen.getByTestId("activity-figures");
    expect(table.textContent).toMatch(/14:05:12.*14:05:21/);
    expect(within(table).getByText("Left to refund").closest("tr")?.textContent).toMatch(
      /₹4,250.00.*₹3,000.00/,
    );
  });

  it("gives the day of both times where one of them is not of today, and says once that they are IST", async () => {
    vi.mocked(commands.activityEntry).mockResolvedValue(
      ok(anEntry({ beforeAt: Date.now() - 3 * 86_400_000, afterAt: Date.now() })),
    );
    await show();
    await openFirst();
    const heads = [...screen.getByTestId("activity-figures").querySelectorAll("thead th.num")];
    for (const head of heads) expect(head.textContent).toMatch(/\d+ \w{3} \d\d:\d\d:\d\d$/);
    expect(screen.getByTestId("activity-figures").closest("section")?.textContent.match(/IST/g)).toEqual([
      "IST",
    ]);
  });

  it("gives two times of today without their day", async () => {
    vi.mocked(commands.activityEntry).mockResolvedValue(
      ok(anEntry({ beforeAt: Date.now(), afterAt: Date.now() })),
    );
    await show();
    await openFirst();
    expect(screen.getByTestId("activity-figures").querySelector("thead")?.textContent).toMatch(
      /Before \d\d:\d\d:\d\d.*After \d\d:\d\d:\d\d/,
    );
  });

  it("tells statuses in plain words, with those of Pine Labs beside them, and what changed in strong", async () => {
    await show();
    await openFirst();
    const status = screen.getByText("Order status").closest("tr");
    expect(
      [...(status?.querySelectorAll("td") ?? [])].map((cell) => [
        cell.textContent,
        cell.dataset.value,
        cell.title,
      ]),
    ).toEqual([
      ["Paid", "PROCESSED", "PROCESSED"],
      ["Part refunded", "PARTIALLY_REFUNDED", "PARTIALLY_REFUNDED"],
    ]);
    const strong = [...screen.getByTestId("activity-figures").querySelectorAll("td.strong")];
    expect(strong.map(({ textContent }) => textContent)).toEqual(["Part refunded", "₹1,850.00", "₹3,000.00"]);
  });

  it("says that the figures were not read again, rather than to leave them out", async () => {
    vi.mocked(commands.activityEntry).mockResolvedValue(ok(anEntry({ after: null, afterAt: null })));
    await show();
    await openFirst();
    expect(screen.getByTestId("activity-figures").textContent).toContain("not read again");
  });

  it("of a new link has only what was read afterwards", async () => {
    const made = operation({ kind: "create", outcome: "done", reference: "INV-9", linkReference: "INV-9" });
    const after = seen({ linkStatus: "CREATED", orderStatus: null, figures: null, due: rupees(235_000) });
    vi.mocked(commands.activityEntry).mockResolvedValue(
      ok({ ...anEntry(), operation: made, before: null, after }),
    );
    await show();
    await openFirst();
    const table = screen.getByTestId("activity-figures");
    expect(table.querySelectorAll("thead th.num")).toHaveLength(1);
    expect(table.textContent).toMatch(/Link status.*Waiting.*Due.*₹2,350.00/);
    expect(table.textContent).not.toContain("not read again");
  });

  it("that was not sent because something changed shows what, once", async () => {
    const before = seen();
    const after = seen({ linkStatus: "CANCELLED" });
    const stopped = withOutcome(accepted, { outcome: "not_sent", notSent: "changed", before, after });
    vi.mocked(commands.activity).mockResolvedValue(ok(aView([stopped])));
    vi.mocked(commands.activityEntry).mockResolvedValue(
      ok({ ...anEntry(), operation: stopped, before, after }),
    );
    await show();
    await openFirst();
    expect(screen.getAllByText("Link status")).toHaveLength(1);
    expect(screen.getByTestId("activity-figures").textContent).toMatch(/Link status.*Cancelled/);
  });

  it("leads to its link", async () => {
    const app = await show();
    const opened = vi.spyOn(app.linkPage, "open").mockResolvedValue();
    await openFirst();
    await fireEvent.click(screen.getByTestId("activity-open-link"));
    expect(opened).toHaveBeenCalledWith("pl-v1-251118170512-aa-uR6kYc", "INV-2526-0183");
  });

  it("that is checking can be checked now, and list and counter follow", async () => {
    vi.mocked(commands.activityEntry).mockResolvedValue(ok(anEntry({ operation: checking })));
    vi.mocked(commands.checkNow).mockResolvedValue(
      ok(withOutcome(checking, { outcome: "accepted", revision: 1 })),
    );
    await show();
    await fireEvent.click(row(1));
    await screen.findByTestId("activity-steps");
    vi.mocked(commands.activityEntry).mockResolvedValue(
      ok(anEntry({ operation: withOutcome(checking, { outcome: "accepted", revision: 1 }) })),
    );
    vi.mocked(commands.activity).mockClear();
    vi.mocked(commands.unfinished).mockClear();
    screen.getByTestId("check-now").focus();
    await fireEvent.click(screen.getByTestId("check-now"));
    await waitFor(() => {
      expect(screen.getByTestId("outcome").dataset.outcome).toBe("accepted");
    });
    expect(document.activeElement).toBe(screen.getByTestId("activity-entry"));
    expect(commands.activity).toHaveBeenCalled();
    expect(commands.unfinished).toHaveBeenCalled();
  });

  it("that nobody can prove takes the person’s own verdict", async () => {
    const undecided = withOutcome(checking, { outcome: "needs_you", needsYou: "cannot_tell" });
    const told = { outcome: "accepted", revision: 1, decidedAt: 1_763_627_400_000 } as const;
    const decided = withOutcome(checking, told);
    vi.mocked(commands.activity).mockResolvedValue(ok(aView([undecided])));
    vi.mocked(commands.activityEntry).mockResolvedValue(ok(anEntry({ operation: undecided })));
    vi.mocked(commands.decide).mockResolvedValue(ok(decided));
    await show();
    await openFirst();
    await fireEvent.click(screen.getByTestId("verdict-there"));
    await fireEvent.click(screen.getByTestId("verdict-confirm"));
    await waitFor(() => {
      expect(screen.getByTestId("outcome").textContent).toContain("your word");
    });
    expect(commands.decide).toHaveBeenCalledExactlyOnceWith("operation-2", true);
  });

  it("that only has to be seen leaves the counter once it was, and offers no verdict", async () => {
    const lost = withOutcome(resent, { outcome: "needs_you", needsYou: "may_have_gone_out" });
    vi.mocked(commands.unfinished).mockResolvedValue(ok([lost]));
    vi.mocked(commands.activity).mockResolvedValue(ok(aView([lost])));
    vi.mocked(commands.activityEntry).mockResolvedValue(ok(anEntry({ operation: lost })));
    vi.mocked(commands.dismiss).mockResolvedValue(ok(lost));
    const app = await show();
    await openFirst();
    expect(screen.queryByTestId("verdict-there")).toBeNull();
    vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
    screen.getByTestId("activity-seen").focus();
    await fireEvent.click(screen.getByTestId("activity-seen"));
    await waitFor(() => {
      expect(screen.queryByTestId("activity-seen")).toBeNull();
    });
    expect(document.activeElement).toBe(screen.getByTestId("activity-entry"));
    expect(commands.dismiss).toHaveBeenCalledExactlyOnceWith("operation-3");
    expect(app.operations.unfinished).toEqual([]);
  });

  it("that could not be marked as seen says why, with what support needs, and stays", async () => {
    const lost = withOutcome(resent, { outcome: "needs_you", needsYou: "may_have_gone_out" });
    vi.mocked(commands.unfinished).mockResolvedValue(ok([lost]));
    vi.mocked(commands.activity).mockResolvedValue(ok(aView([lost])));
    vi.mocked(commands.activityEntry).mockResolvedValue(ok(anEntry({ operation: lost })));
    vi.mocked(commands.dismiss).mockResolvedValue(refused(anError("storage", { requestId: "request-1" })));
    await show();
    await openFirst();
    await fireEvent.click(screen.getByTestId("activity-seen"));
    const note = await screen.findByTestId("error");
    expect(note.dataset.code).toBe("storage");
    expect(note.textContent).toContain("It stays in the count");
    expect(screen.getByTestId("error-request-id").dataset.value).toBe("request-1");
    expect(screen.getByTestId("activity-seen")).toBeTruthy();
  });

  it("closes with Esc, and the focus goes back to its row", async () => {
    await show();
    await openFirst();
    await fireEvent.keyDown(document.body, { key: "Escape" });
    await waitFor(() => {
      expect(screen.queryByTestId("activity-entry")).toBeNull();
    });
    expect(document.activeElement).toBe(row(0));
  });

  it("takes the place of the list in a small window, with the focus on the way back", async () => {
    await show(false);
    await openFirst();
    expect(document.querySelector<HTMLElement>(".pane")?.hidden).toBe(true);
    expect(document.activeElement?.textContent).toContain("Activity");
    await fireEvent.click(document.activeElement ?? document.body);
    expect(document.querySelector<HTMLElement>(".pane")?.hidden).toBe(false);
  });

  it("says why it could not be read, and shows what its row knows", async () => {
    vi.mocked(commands.activityEntry).mockResolvedValue(refused(anError("storage")));
    await show();
    await fireEvent.click(row(0));
    expect((await screen.findByTestId("error")).textContent).toContain("could not be read");
    expect(screen.getByTestId("activity-amount").dataset.minor).toBe("125000");
  });
});
