import { render, screen } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import type { LinkView } from "$lib/ipc";
import { errorWords } from "$lib/messages/errors";
import { timelineDetail } from "$lib/messages/payments";
import LinkPanel from "$testing/LinkPanelWithDialogs.svelte";
import { Operations } from "$state/operations.svelte";
import { error, link, order, payment, rupees } from "$testing/samples";

vi.mock("$lib/ipc", () => ({
  commands: {},
}));

function shown(more: Partial<LinkView>): string {
  const { container } = render(LinkPanel, {
    props: {
      page: { link: link(more) },
      operations: new Operations(),
      expanded: true,
      busy: false,
      onclose: vi.fn(),
      onexpand: vi.fn(),
      onrefresh: vi.fn(),
      onpage: vi.fn(),
      onproblem: vi.fn(),
    },
  });
  return (container.textContent ?? "").replace(/\s+/g, " ");
}

describe("values that Pine Labs gives in a form that is not understood", () => {
  it("shows an expiry as it is spelt", () => {
    expect(shown({ expiresAt: null, expiresSpelt: "21-03-2025 08:29" })).toContain(
      "“21-03-2025 08:29”, as Pine Labs wrote it",
    );
    expect(shown({ expiresAt: null, expiresSpelt: null })).not.toContain("as Pine Labs wrote it");
    expect(timelineDetail("expires", "soon")).toBe("“soon”, as Pine Labs wrote it");
  });

  it("says of the amount asked that it is not told, and of what is due only where that was said", () => {
    shown({ amount: null, due: null, dueUnread: true });
    expect(screen.getByTestId("link-amount").textContent).toContain("Not told");
    expect(screen.getByTestId("link-due").textContent).toContain("Not told");
    document.body.replaceChildren();
    shown({ due: null, dueUnread: false });
    expect(screen.queryByTestId("link-due")).toBeNull();
  });

  it("shows amounts on which nothing hangs as they are spelt, and none in place of one", () => {
    const { details } = link();
    const product = { code: "lamp", amount: null, amountSpelt: "₹500", discount: null, discountSpelt: "5%" };
    const share = {
      merchantId: "900001",
      settlementReference: null,
      settlementId: null,
      amount: null,
      amountSpelt: "499.5",
      onHold: null,
      status: null,
      updatedAt: null,
    };
    const text = shown({
      details: { ...details, couponSpelt: "FESTIVE", products: [product] },
      split: [share],
    });
    for (const spelt of ["FESTIVE", "₹500", "5%", "499.5"]) {
      expect(text).toContain(`“${spelt}”, as Pine Labs wrote it`);
    }
  });

  it("says that the amount of a try, a capture or a refund is not told, rather than nothing", () => {
    const refund = {
      reference: "rf-1",
      orderId: null,
      amount: null,
      status: "FAILED",
      pending: false,
      failed: true,
      at: null,
      fromHere: false,
    };
    const captures = [{ reference: "cap-1", amount: null, at: null }];
    const odd = order({
      payments: [payment({ amount: null })],
      captures,
      refunds: [refund],
      amount: rupees(5),
    });
    expect(shown({ orders: [odd] }).match(/Not told/g)).toHaveLength(3);
  });

  it("says of a token that cannot be used what it means for the credentials", () => {
    const doing = { account: "the shop", host: null, query: null, connecting: true, at: 0 };
    const words = errorWords.unreadable(error("unreadable", { path: "access_token" }), doing);
    expect(words.title).toBe("These credentials could not be used");
    expect(words.body).toContain("The keys were not stored.");
    const other = errorWords.unreadable(error("unreadable", { path: "amount" }), doing);
    expect(other.title).toBe("The answer could not be understood");
  });
});
