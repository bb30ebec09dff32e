import { render, screen } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { operation } from "$features/link/samples";
import { Desk } from "$lib/desk.svelte";
import { commands } from "$lib/ipc";
import { anAccount, aStart, ok } from "../testing/views";
import Connect from "./Connect.svelte";

vi.mock("$lib/ipc");

const account = anAccount({ id: "account-1" });

beforeEach(() => {
  vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
  vi.mocked(commands.recents).mockResolvedValue(ok([]));
});

describe("the connect screen", () => {
  it("says what is not settled, where a secret is all that it waits for", async () => {
    vi.mocked(commands.unfinished).mockResolvedValue(ok([operation({ outcome: "checking" })]));
    const desk = new Desk(aStart({ accounts: [account], current: account.id }));
    await desk.readOperations();
    desk.connect({ why: "signed_out", account });
    render(Connect, { desk });
    expect(screen.getByTestId("checking-count").dataset.value).toBe("1");
    expect(screen.getByTestId("checking-count").textContent).toContain("1 change is not settled");
  });

  it("says nothing of the kind where all is settled", () => {
    render(Connect, { desk: new Desk(aStart({ accounts: [], current: null })) });
    expect(screen.queryByTestId("checking-count")).toBeNull();
  });
});
