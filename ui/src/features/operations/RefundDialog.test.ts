import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { AmountView, OperationView } from "$lib/ipc";
import { error, intent, link, operation, rupees } from "$testing/samples";
import { LiveOperation } from "$state/liveOperation.svelte";
import { Operations } from "$state/operations.svelte";
import RefundDialog from "./RefundDialog.svelte";

const ipc = vi.hoisted(() => ({
  commands: { prepare: vi.fn(), checkAmount: vi.fn(), refund: vi.fn(), undo: vi.fn() },
}));
vi.mock("$lib/ipc", () => ipc);
const { commands } = ipc;

const ok = <T>(data: T) => ({ status: "ok" as const, data });
const nothing: AmountView = { amount: null, rest: null, problem: null, restTooSmall: false };
const part: AmountView = {
  ...nothing,
  amount: rupees(125_000),
  rest: rupees(300_000),
};

const confirm = () => screen.getByTestId("dialog-confirm");
const dismiss = () => screen.getByTestId("dialog-dismiss");
const foot = () => screen.getByRole("dialog").lastElementChild?.textContent ?? "";

async function open(more: { live?: LiveOperation } = {}) {
  const props = {
    link: link(),
    live: more.live ?? new LiveOperation(new Operations()),
    onclose: vi.fn(),
    onpage: vi.fn(),
    onproblem: vi.fn(),
  };
  render(RefundDialog, { props });
  await screen.findByTestId("refund-full");
  return props;
}

async function typeAmount(text: string) {
  await fireEvent.click(screen.getByTestId("refund-part"));
  await fireEvent.input(screen.getByTestId("refund-amount"), { target: { value: text } });
}

const sayWhy = () =>
  fireEvent.input(screen.getByTestId("refund-reason"), { target: { value: "Item returned" } });

beforeEach(() => {
  vi.resetAllMocks();
  commands.prepare.mockResolvedValue(ok(intent()));
  commands.checkAmount.mockResolvedValue(ok(part));
  commands.refund.mockResolvedValue(ok(operation({ outcome: "sending" })));
});

describe("the refund dialog", () => {
  it("opens with nothing chosen, nothing typed, and the focus on the way out", async () => {
    await open();
    expect(screen.getByTestId("refund-full").getAttribute("aria-checked")).toBe("false");
    expect(screen.getByTestId("refund-part").getAttribute("aria-checked")).toBe("false");
    expect(screen.queryByTestId("refund-amount")).toBeNull();
    expect((screen.getByTestId("refund-reason") as HTMLInputElement).value).toBe("");
    await waitFor(() => {
      expect(document.activeElement).toBe(dismiss());
    });
    expect(confirm().getAttribute("aria-disabled")).toBe("true");
    expect(foot()).toContain("Choose how much");
  });

  it("reads link and order again before it shows a figure", async () => {
    const { onpage } = await open();
    expect(commands.prepare).toHaveBeenCalledExactlyOnceWith({
      accountId: "account-1",
      linkId: "pl-v1-251118170512-aa-uR6kYc",
      kind: "refund",
    });
    expect(onpage).toHaveBeenCalledWith({ link: intent().link });
    expect(screen.getByTestId("refund-left").dataset.minor).toBe("425000");
  });

  it("has its way out at hand while it still reads", async () => {
    commands.prepare.mockReturnValue(new Promise(() => undefined));
    const live = new LiveOperation(new Operations());
    const onclose = vi.fn();
    render(RefundDialog, { props: { link: link(), live, onclose, onpage: vi.fn(), onproblem: vi.fn() } });
    await waitFor(() => {
      expect(document.activeElement).toBe(dismiss());
    });
    await fireEvent.click(dismiss());
    expect(onclose).toHaveBeenCalledOnce();
  });

  it("asks for what is missing, one thing after the other", async () => {
    await open();
    await fireEvent.click(screen.getByTestId("refund-part"));
    expect(foot()).toContain("Type the amount");
    await fireEvent.input(screen.getByTestId("refund-amount"), { target: { value: "1,250" } });
    await waitFor(() => {
      expect(foot()).toContain("Say why");
    });
    await sayWhy();
    expect(confirm().getAttribute("aria-disabled")).toBeNull();
    expect(foot()).toContain("You get 5 s to undo");
  });

  it("names the amount and the customer on its button, writes it in words, and says what is left after", async () => {
    await open();
    await typeAmount("1,250.00");
    await sayWhy();
    await waitFor(() => {
      expect(confirm().textContent).toContain("Refund ₹1,250.00 to Neha Kulkarni");
    });
    expect(screen.getByTestId("refund-words").textContent).toBe("One thousand two hundred and fifty rupees");
    expect(screen.getByTestId("refund-left-after").dataset.minor).toBe("300000");
  });

  it("sends all that is left as that choice, with its words and nothing left after", async () => {
    await open();
    await fireEvent.click(screen.getByTestId("refund-full"));
    await sayWhy();
    expect(screen.getByTestId("refund-words").textContent).toBe("Four thousand two hundred and fifty rupees");
    expect(screen.getByTestId("refund-left-after").dataset.minor).toBe("0");
    await fireEvent.click(confirm());
    expect(commands.refund).toHaveBeenCalledWith({
      accountId: "account-1",
      intentId: "intent-1",
      amount: "all",
      reason: "Item returned",
    });
  });

  it("sends a part as it was typed, and never an amount of its own", async () => {
    await open();
    await typeAmount("1,250");
    await sayWhy();
    await waitFor(() => {
      expect(confirm().getAttribute("aria-disabled")).toBeNull();
    });
    await fireEvent.click(confirm());
    expect(commands.refund.mock.calls[0]?.[0]).toMatchObject({ amount: { part: "1,250" } });
  });

  it.each([
    ["not_an_amount", "That is not an amount. Type rupees, like 1,250.50."],
    ["too_many_decimals", "At most two decimals: a paisa is the smallest part of a rupee."],
    ["negative", "The amount must be more than zero."],
    ["comma_unclear", "That comma could be a decimal point. Type a point before decimals, like 1,250.50."],
    ["exponent", "Write the amount out, without an exponent, like 1,250.50."],
    ["space_inside", "Type the amount without a space inside, like 1,250.50."],
    ["other_currency", "That is another currency’s sign: this money is in rupees."],
    ["below_minimum", "The amount must be at least ₹1.00."],
    ["above_left", "That is more than the ₹4,250.00 left."],
  ] as const)(
    "says beside the field what is wrong with an amount (%s), and does not send",
    async (problem, words) => {
      commands.checkAmount.mockResolvedValue(ok({ ...nothing, problem }));
      await open();
      await typeAmount("x");
      await sayWhy();
      const field = screen.getByTestId("refund-amount");
      await waitFor(() => {
        expect(field.getAttribute("aria-invalid")).toBe("true");
      });
      const told = field.getAttribute("aria-describedby")?.split(" ") ?? [];
      expect(told.map((id) => document.getElementById(id)?.textContent?.trim())).toContain(words);
      await fireEvent.click(confirm());
      expect(commands.refund).not.toHaveBeenCalled();
    },
  );

  it("has the sign and the least amount of the currency that the money is in", async () => {
    const dollars = (minor: number) => ({ minor, currency: "USD", exponent: 2 });
    const zero = dollars(0);
    commands.prepare.mockResolvedValue(
      ok(
        intent({
          figures: {
            captured: dollars(9_000),
            refunded: zero,
            pending: zero,
            left: dollars(9_000),
            atMost: false,
          },
        }),
      ),
    );
    commands.checkAmount.mockResolvedValue(ok({ ...nothing, problem: "below_minimum" }));
    await open();
    await typeAmount("0.5");
    expect(await screen.findByText("The amount must be at least USD 1.00.")).toBeTruthy();
    expect(screen.getByText("USD")).toBeTruthy();
    expect(screen.queryByText("₹")).toBeNull();
  });

  it("drops an answer about an older text", async () => {
    let answerFirst: (view: unknown) => void = () => undefined;
    commands.checkAmount
      .mockReturnValueOnce(new Promise((resolve) => (answerFirst = resolve)))
      .mockResolvedValueOnce(ok(part));
    await open();
    await typeAmount("9999");
    await fireEvent.input(screen.getByTestId("refund-amount"), { target: { value: "1,250" } });
    await screen.findByTestId("refund-words");
    answerFirst(ok({ ...nothing, problem: "above_left" }));
    await Promise.resolve();
    expect(screen.getByTestId("refund-amount").getAttribute("aria-invalid")).toBeNull();
    expect(screen.getByTestId("refund-left-after").dataset.minor).toBe("300000");
  });

  it("warns of a rest that can never be refunded", async () => {
    commands.checkAmount.mockResolvedValue(ok({ ...part, rest: rupees(50), restTooSmall: true }));
    await open();
    await typeAmount("4249.50");
    expect(await screen.findByText(/This leaves ₹0.50, which can never be refunded/)).toBeTruthy();
  });

  it("shows what was read of an amount in figures and words, however it was typed", async () => {
    await open();
    await typeAmount("Rs. १,२५०/- only");
    const words = await screen.findByTestId("refund-words");
    expect(words.textContent).toBe("One thousand two hundred and fifty rupees");
    const figures = words.previousElementSibling as HTMLElement;
    expect([figures.textContent, figures.dataset.minor]).toEqual(["₹1,250.00", "125000"]);
  });

  it("says why an amount is not taken, beside the field, with neither figures nor words", async () => {
    const problems = {
      comma_unclear: /could be a decimal point/,
      exponent: /exponent/,
      space_inside: /space/,
    };
    await open();
    for (const [problem, said] of Object.entries(problems)) {
      commands.checkAmount.mockResolvedValueOnce(ok({ ...nothing, problem }));
      await typeAmount(problem);
      expect(await screen.findByText(said)).toBeTruthy();
      expect(screen.getByTestId("refund-amount").getAttribute("aria-invalid")).toBe("true");
      expect(screen.queryByTestId("refund-words")).toBeNull();
      expect(confirm().textContent?.trim()).toBe("Refund");
    }
  });

  it("asks for the amount where only what cannot be seen was typed", async () => {
    commands.checkAmount.mockResolvedValue(ok({ ...nothing, problem: "empty" }));
    await open();
    await typeAmount("\u200b");
    await waitFor(() => {
      expect(foot()).toContain("Type the amount");
    });
  });

  it("says before sending that Pine Labs may refuse it where it is shared or has several products", async () => {
    const doubts = {
      split: /plain refund: .* shared with partners/,
      products: /plain refund: .* several products/,
    };
    for (const [refundDoubt, said] of Object.entries(doubts)) {
      commands.prepare.mockResolvedValue(ok({ ...intent(), refundDoubt }));
      await open();
      expect(screen.getByText(said)).toBeTruthy();
      await fireEvent.click(screen.getByTestId("refund-full"));
      await sayWhy();
      expect(confirm().getAttribute("aria-disabled")).toBeNull();
      cleanup();
    }
    commands.prepare.mockResolvedValue(ok(intent()));
    await open();
    expect(screen.queryByText(/may refuse/)).toBeNull();
  });

  it("does not send on Enter, neither in a field nor on the button", async () => {
    await open();
    await fireEvent.click(screen.getByTestId("refund-full"));
    await sayWhy();
    const pressEnter = (element: HTMLElement) => fireEvent.keyDown(element, { key: "Enter" });
    expect(await pressEnter(screen.getByTestId("refund-reason"))).toBe(false);
    expect(await pressEnter(confirm())).toBe(false);
    await typeAmount("1250");
    expect(await pressEnter(screen.getByTestId("refund-amount"))).toBe(false);
    expect(commands.refund).not.toHaveBeenCalled();
  });

  it("sends once, however often the button is hit", async () => {
    let answer: (operation: { status: "ok"; data: OperationView }) => void = () => undefined;
    commands.refund.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    await open();
    await fireEvent.click(screen.getByTestId("refund-full"));
    await sayWhy();
    const button = confirm();
    await Promise.all([fireEvent.click(button), fireEvent.click(button), fireEvent.click(button)]);
    answer(ok(operation()));
    await screen.findByTestId("sending");
    await fireEvent.click(button);
    expect(commands.refund).toHaveBeenCalledOnce();
  });

  it("stays with its outcome, live, until it is dismissed", async () => {
    const operations = new Operations();
    const { onclose } = await open({ live: new LiveOperation(operations) });
    await fireEvent.click(screen.getByTestId("refund-full"));
    await sayWhy();
    await fireEvent.click(confirm());
    await screen.findByTestId("sending");
    expect(screen.queryByTestId("dialog-confirm")).toBeNull();
    await waitFor(() => {
      expect(document.activeElement).toBe(dismiss());
    });

    operations.hear([operation({ outcome: "checking" })]);
    await waitFor(() => {
      expect(screen.getByTestId("outcome").dataset.outcome).toBe("checking");
    });
    expect(dismiss().textContent).toContain("Close, keep checking");
    expect(onclose).not.toHaveBeenCalled();
    await fireEvent.click(dismiss());
    expect(onclose).toHaveBeenCalledOnce();
  });

  it("says that nothing was sent when the change was not taken, and keeps what was typed", async () => {
    commands.refund.mockResolvedValue({ status: "error", error: error("already_open") });
    await open();
    await fireEvent.click(screen.getByTestId("refund-full"));
    await sayWhy();
    await fireEvent.click(confirm());
    expect((await screen.findByTestId("error")).dataset.code).toBe("already_open");
    expect(screen.getByText("Nothing was sent.")).toBeTruthy();
    expect((screen.getByTestId("refund-reason") as HTMLInputElement).value).toBe("Item returned");
  });

  it("offers to read again when it could not be read, and cannot send meanwhile", async () => {
    commands.prepare.mockResolvedValueOnce({
      status: "error",
      error: error("timeout", { requestId: "7c1e22aa-90aa-4f10-9b1b-000000a90b" }),
    });
    const props = {
      link: link(),
      live: new LiveOperation(new Operations()),
      onclose: vi.fn(),
      onpage: vi.fn(),
      onproblem: vi.fn(),
    };
    render(RefundDialog, { props });
    expect((await screen.findByTestId("error")).dataset.code).toBe("timeout");
    expect(screen.getByTestId("error-request-id").dataset.value).toBe("7c1e22aa-90aa-4f10-9b1b-000000a90b");
    expect(confirm().getAttribute("aria-disabled")).toBe("true");
    await fireEvent.click(screen.getByText("Try again"));
    expect(await screen.findByTestId("refund-full")).toBeTruthy();
  });

  it("tells the page that nobody is signed in, once it is dismissed", async () => {
    commands.prepare.mockResolvedValue({ status: "error", error: error("signed_out") });
    const props = {
      link: link(),
      live: new LiveOperation(new Operations()),
      onclose: vi.fn(),
      onpage: vi.fn(),
      onproblem: vi.fn(),
    };
    render(RefundDialog, { props });
    await screen.findByTestId("error");
    expect(props.onproblem).not.toHaveBeenCalled();
    await fireEvent.click(dismiss());
    expect(props.onproblem).toHaveBeenCalledOnce();
  });

  it("says of an upper bound that it is one", async () => {
    commands.prepare.mockResolvedValue(
      ok(intent({ figures: { ...(intent().figures ?? expect.fail()), atMost: true } })),
    );
    await open();
    expect(screen.getByText("Left, at most")).toBeTruthy();
    expect(screen.getByText(/refunded elsewhere may not be listed/)).toBeTruthy();
  });
});

describe("the reason", () => {
  it("offers the usual ones, and takes any other words", async () => {
    await open();
    const field = screen.getByTestId("refund-reason");
    await fireEvent.click(field);
    expect(screen.getAllByRole("option").length).toBeGreaterThan(3);
    await fireEvent.input(field, { target: { value: "item s" } });
    expect(screen.getAllByRole("option").map((option) => option.textContent?.trim())).toEqual(["Item short"]);
    await fireEvent.keyDown(field, { key: "ArrowDown" });
    await fireEvent.keyDown(field, { key: "Enter" });
    expect((field as HTMLInputElement).value).toBe("Item short");
    await fireEvent.input(field, { target: { value: "Another saree was meant" } });
    expect(screen.queryAllByRole("option")).toEqual([]);
  });

  it("of spaces only is none", async () => {
    await open();
    await fireEvent.click(screen.getByTestId("refund-full"));
    await fireEvent.input(screen.getByTestId("refund-reason"), { target: { value: "   " } });
    expect(foot()).toContain("Say why");
  });
});
