import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { LinkView, OperationView } from "$lib/ipc";
import LinkPanel from "$testing/LinkPanelWithDialogs.svelte";
import { Operations } from "$state/operations.svelte";
import {
  actions,
  bareLink,
  error,
  intent,
  link,
  NOW,
  operation,
  order,
  payment,
  rupees,
} from "$testing/samples";

const ipc = vi.hoisted(() => ({
  commands: { prepare: vi.fn(), copyText: vi.fn(), openExternal: vi.fn(), refund: vi.fn() },
}));
vi.mock("$lib/ipc", () => ipc);
const { commands } = ipc;

let operations = new Operations();
const hear = (change: OperationView) => {
  operations.hear([change]);
};

function show(shown: LinkView) {
  const props = {
    page: { link: shown },
    operations,
    expanded: false,
    busy: false,
    onclose: vi.fn(),
    onexpand: vi.fn(),
    onrefresh: vi.fn(),
    onpage: vi.fn(),
    onproblem: vi.fn(),
  };
  const { rerender, unmount } = render(LinkPanel, { props });
  return { ...props, unmount, turnTo: (next: LinkView) => rerender({ page: { link: next } }) };
}

beforeEach(() => {
  vi.resetAllMocks();
  commands.copyText.mockResolvedValue({ status: "ok", data: null });
  commands.prepare.mockResolvedValue({ status: "ok", data: intent() });
  operations = new Operations();
});

describe("the page of a link", () => {
  it("has every figure with its paise, and every id whole", () => {
    show(link());
    expect(screen.getByTestId("link-amount").dataset.minor).toBe("1850000");
    expect(screen.getByTestId("link-due").dataset.minor).toBe("750000");
    expect(screen.getByTestId("link-received").dataset.minor).toBe("1100000");
    expect(screen.getByTestId("link-refunded").dataset.minor).toBe("0");
    expect(screen.getByTestId("link-reference").dataset.value).toBe("INV-2526-0183");
    expect(screen.getByTestId("link-id").dataset.value).toBe("pl-v1-251118170512-aa-uR6kYc");
    expect(screen.getByTestId("link-order").dataset.value).toBe("v1-251118172104-aa-kX2mQa");
    expect(screen.getByTestId("link-url").dataset.value).toBe("https://short.example.com/PLUTUS/7hq2mxa");
  });

  it("says under where the customer lands that nothing is handed over because of it", () => {
    show(link());
    const said = screen.getByText(/redirect is for the customer only: hand nothing over because of it/);
    const title = screen.getByText("Where the customer lands");
    expect(title.compareDocumentPosition(said) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  it("says where the link stands in the server's word, in ours, and in words", () => {
    show(link());
    const status = screen.getByTestId("link-status");
    expect(status.dataset.status).toBe("PARTIAL_PROCESSED");
    expect(status.dataset.state).toBe("part_paid");
    expect(status.textContent).toContain("Part paid, ₹7,500.00 due");
    expect(screen.getByTestId("link-next-step").textContent).toContain("resend it to ask for ₹7,500.00.");
  });

  it("shows a bare link with what there is, and nothing made up", () => {
    show(bareLink());
    expect(screen.getByTestId("link-amount").dataset.minor).toBe("1850000");
    for (const hook of [
      "link-due",
      "link-received",
      "link-refunded",
      "link-reference",
      "link-order",
      "link-url",
    ]) {
      expect(screen.queryByTestId(hook)).toBeNull();
    }
    expect(screen.getByTestId("link-panel").textContent).not.toMatch(/null|undefined|NaN/);
  });

  it("keeps an unknown status as it is spelt, and offers reading only", () => {
    const reason = "not_understood" as const;
    show(
      link({
        status: "ON_REVIEW",
        state: "unknown",
        nextStep: "read_only",
        actions: actions({ resend: reason, cancel: reason, refund: reason, capture: reason, void: reason }),
      }),
    );
    expect(screen.getByTestId("link-status").textContent).toContain("ON_REVIEW");
    for (const kind of ["resend", "cancel", "refund", "capture", "void"]) {
      expect(screen.getByTestId(`action-${kind}`).getAttribute("aria-disabled")).toBe("true");
    }
  });

  it("tells how each try went: how, its number, and why one did not go through", () => {
    const failed = payment({
      id: "p-0",
      paid: false,
      failed: true,
      status: "FAILED",
      rrn: null,
      approvalCode: null,
      errorCode: "INSUFFICIENT_FUNDS",
    });
    show(link({ orders: [order({ payments: [payment(), failed] })] }));
    const panel = screen.getByTestId("link-panel");
    expect(panel.textContent).toContain("Visa card ending 2208");
    expect(panel.textContent).toContain("532111087730");
    expect(panel.textContent).toContain("There was not enough money in the account.");
  });

  it("bears orders and payments without ids of their own", () => {
    const nameless = { orderId: "", payments: [payment({ id: "" }), payment({ id: "" })] };
    show(link({ orders: [order(nameless), order(nameless)] }));
    expect(screen.getAllByText("Visa card ending 2208").length).toBe(4);
  });

  it("keeps a very long description closed until it is asked for", async () => {
    const description = "A very long line. ".repeat(560);
    show(link({ details: { ...link().details, description } }));
    const more = screen.getByText("Show all").closest("button");
    expect(more?.getAttribute("aria-expanded")).toBe("false");
    await fireEvent.click(more as HTMLElement);
    expect(more?.getAttribute("aria-expanded")).toBe("true");
  });

  it("keeps the raw answer closed", () => {
    show(link());
    expect(screen.getByText(/Raw response/).closest("details")?.open).toBe(false);
  });
});

describe("money that is not told", () => {
  it("is not told, and never nothing", () => {
    show(link({ state: "paid", received: null, refunded: null }));
    for (const hook of ["link-received", "link-refunded"]) {
      expect(screen.getByTestId(hook).textContent).toBe("Not told");
      expect(screen.getByTestId(hook).dataset.minor).toBeUndefined();
    }
  });

  it("of refunds made elsewhere is left open wherever the order has no list", () => {
    show(link({ atMost: true }));
    expect(screen.getByTestId("link-panel").textContent).toContain("as known here: Pine Labs gives no list");
    expect(screen.queryByText(/Some was refunded elsewhere/)).toBeNull();
  });
});

describe("figures that do not fit together", () => {
  it("are named on top, before the next step, with what to do", () => {
    const oddities = [
      { kind: "paid_twice" as const, by: rupees(1_850_000), toRefund: rupees(1_850_000) },
      { kind: "due_below_zero" as const, by: null, toRefund: null },
    ];
    show(link({ oddities }));
    const notes = screen.getAllByTestId("oddity");
    expect(notes.map(({ dataset }) => dataset.kind)).toEqual(["paid_twice", "due_below_zero"]);
    expect(notes[0]?.textContent).toContain("refund what was paid twice, ₹18,500.00");
    const next = screen.getByTestId("link-next-step");
    expect(notes[0]?.compareDocumentPosition(next)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it("leave no other next step beside theirs that goes against it", () => {
    show(link({ oddities: [{ kind: "due_above_asked", by: rupees(10_000), toRefund: null }] }));
    expect(screen.getByTestId("oddity").textContent).toContain("Next: ");
    expect(screen.getByTestId("link-next-step").textContent).not.toContain("Next:");
  });

  it("that fit together have no note", () => {
    show(link());
    expect(screen.queryByTestId("oddity")).toBeNull();
  });
});

describe("an action", () => {
  it("that cannot be done is disabled, stays in place, and says why in an element of its own", () => {
    show(link());
    for (const [kind, words] of [
      ["cancel", "Money has come in, so the link cannot be cancelled."],
      ["capture", "Capture, void: only for payments that are held first."],
      ["void", "Capture, void: only for payments that are held first."],
    ] as const) {
      const button = screen.getByTestId(`action-${kind}`);
      const reason = screen.getAllByTestId("action-reason").find(({ dataset }) => dataset.action === kind);
      expect(button.getAttribute("aria-disabled")).toBe("true");
      expect(reason?.textContent).toBe(words);
      expect(button.getAttribute("aria-describedby")).toBe(reason?.id);
    }
  });

  it("that cannot be done opens nothing", async () => {
    show(link());
    await fireEvent.click(screen.getByTestId("action-cancel"));
    expect(commands.prepare).not.toHaveBeenCalled();
  });

  it("that is advised is the soft accent, and there is no other", () => {
    show(link());
    const advised = within(screen.getByTestId("link-panel"))
      .getAllByRole("button")
      .filter((button) => button.classList.contains("next"));
    expect(advised.map(({ dataset }) => dataset.testid)).toEqual(["action-resend"]);
  });

  it("copies the link whole, and says so", async () => {
    show(link());
    await fireEvent.click(screen.getByTestId("action-copy"));
    expect(commands.copyText).toHaveBeenCalledExactlyOnceWith("https://short.example.com/PLUTUS/7hq2mxa");
    expect((await screen.findAllByText("Copied")).length).toBeGreaterThan(0);
  });

  it("opens its dialog, which reads again and hands the newer page up", async () => {
    const { onpage } = show(link());
    await fireEvent.click(screen.getByTestId("action-refund"));
    await screen.findByTestId("refund-full");
    expect(onpage).toHaveBeenCalledWith({ link: intent().link });
  });
});

describe("what could not be read", () => {
  it("is said, with its code, beside the last that is known", async () => {
    const { onrefresh } = show(link({ stale: error("dns"), asOf: NOW - 3_600_000 }));
    const notice = screen.getByTestId("stale");
    expect(notice.dataset.code).toBe("dns");
    expect(screen.getByTestId("link-amount").dataset.minor).toBe("1850000");
    await fireEvent.click(within(notice).getByText("Retry"));
    expect(onrefresh).toHaveBeenCalledOnce();
  });

  it("of the order leaves it open whether money is in", () => {
    show(
      link({
        status: "PROCESSED",
        state: "paid_or_held",
        nextStep: "read_order",
        orders: [],
        received: null,
        orderProblem: error("server", { requestId: "request-1" }),
      }),
    );
    expect(screen.getByTestId("error").dataset.code).toBe("server");
    expect(screen.getByTestId("error-request-id").dataset.value).toBe("request-1");
    expect(screen.getByTestId("link-panel").textContent).not.toMatch(/hand over the order/i);
  });
});

describe("the outcome of a change", () => {
  it("stands on the page, and the link is read again once it is settled", async () => {
    const { onrefresh } = show(link());
    hear(operation({ outcome: "sending" }));
    await screen.findByTestId("sending");
    expect(onrefresh).not.toHaveBeenCalled();
    hear(operation({ outcome: "accepted" }));
    await waitFor(() => {
      expect(onrefresh).toHaveBeenCalledOnce();
    });
    hear(operation({ outcome: "accepted" }));
    expect(onrefresh).toHaveBeenCalledOnce();
  });

  it("that is not known is on the page at once, and nothing more is offered", async () => {
    show(link());
    hear(operation({ outcome: "checking" }));
    await waitFor(() => {
      expect(screen.getByTestId("link-status").dataset.state).toBe("checking");
    });
    expect(screen.getByTestId("action-refund").getAttribute("aria-disabled")).toBe("true");
  });

  it("that the page brings along needs no second read", async () => {
    const { onrefresh } = show(link({ operation: operation({ outcome: "done", kind: "cancel" }) }));
    expect((await screen.findByTestId("outcome")).dataset.outcome).toBe("done");
    expect(onrefresh).not.toHaveBeenCalled();
  });

  it("that nobody can prove asks for the person’s own verdict here, too", async () => {
    show(
      link({ state: "checking", operation: operation({ outcome: "needs_you", needsYou: "cannot_tell" }) }),
    );
    expect((await screen.findByTestId("outcome")).dataset.outcome).toBe("needs_you");
    expect(screen.getByTestId("verdict-there")).toBeTruthy();
    expect(screen.getByTestId("verdict-not-there")).toBeTruthy();
  });

  it("of another link is not shown here", async () => {
    show(link());
    hear(operation({ linkId: "pl-v1-another", outcome: "accepted" }));
    await Promise.resolve();
    expect(screen.queryByTestId("outcome")).toBeNull();
  });

  it("goes when another link is opened", async () => {
    const { turnTo } = show(link());
    hear(operation({ outcome: "accepted" }));
    await screen.findByTestId("outcome");
    await turnTo(link({ linkId: "pl-v1-another", reference: "INV-2526-0184" }));
    expect(screen.queryByTestId("outcome")).toBeNull();
  });

  it("is in one place only while its dialog is open, and on the page afterwards", async () => {
    commands.refund.mockResolvedValue({ status: "ok", data: operation({ outcome: "accepted" }) });
    show(link());
    await fireEvent.click(screen.getByTestId("action-refund"));
    await fireEvent.click(await screen.findByTestId("refund-full"));
    await fireEvent.input(screen.getByTestId("refund-reason"), { target: { value: "Item short" } });
    await fireEvent.click(screen.getByTestId("dialog-confirm"));
    await screen.findByTestId("outcome");
    expect(screen.getAllByTestId("outcome").length).toBe(1);
    await fireEvent.click(screen.getByTestId("dialog-dismiss"));
    await waitFor(() => {
      expect(screen.queryByTestId("dialog-dismiss")).toBeNull();
    });
    expect(screen.getByTestId("outcome").dataset.outcome).toBe("accepted");
    await waitFor(() => {
      expect(document.activeElement).toBe(screen.getByTestId("action-refund"));
    });
  });
});

describe("an order without a link", () => {
  it("is shown for reading", () => {
    const page = { order: { accountId: "account-1", order: order(), reference: null, asOf: NOW, raw: "{}" } };
    const nothing = vi.fn();
    render(LinkPanel, {
      props: {
        page,
        operations,
        expanded: true,
        busy: false,
        onrefresh: nothing,
        onpage: nothing,
        onproblem: nothing,
      },
    });
    expect(screen.getByTestId("link-order").dataset.value).toBe("v1-251118172104-aa-kX2mQa");
    expect(screen.getByTestId("link-amount").dataset.minor).toBe(String(rupees(1_100_000).minor));
    expect(screen.queryByTestId("action-refund")).toBeNull();
    expect(screen.getByTestId("link-panel").textContent).toContain("No link is known for this order.");
  });
});
