import { fireEvent, render, screen } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { commands } from "$lib/ipc";
import { anAccount, anError, ok, refused } from "../../testing/views";
import ConnectForm from "./ConnectForm.svelte";

vi.mock("$lib/ipc");

const onconnected = vi.fn();
const first = { why: "first", account: null } as const;
const show = (customUrl: string | null = null) =>
  render(ConnectForm, { connectFor: first, customUrl, onconnected });
const click = (testid: string) => fireEvent.click(screen.getByTestId(testid));
const fill = async () => {
  await click("env-uat");
  await fireEvent.input(screen.getByTestId("connect-client-id"), { target: { value: "an-id" } });
  await fireEvent.input(screen.getByTestId("connect-client-secret"), { target: { value: "a-secret" } });
};

beforeEach(() => {
  vi.clearAllMocks();
});

describe("the environment", () => {
  it("is not chosen for anybody, and nothing is tried until it is", async () => {
    show();
    expect(screen.queryByTestId("env-custom")).toBeNull();
    await click("connect-submit");
    expect(screen.getAllByRole("radio").filter(({ ariaChecked }) => ariaChecked === "true")).toEqual([]);
    expect(screen.getByText("Choose where this account belongs.")).toBeTruthy();
    expect(commands.connect).not.toHaveBeenCalled();
  });

  it("is Custom where the program was started against a server of its own", () => {
    show("http://127.0.0.1:8787");
    const custom = screen.getByTestId("env-custom");
    expect(custom.getAttribute("aria-checked")).toBe("true");
    expect(custom.textContent).toContain("127.0.0.1:8787");
  });
});

it("says that Pine Labs refused the keys, with the request to name to support, and keeps what was typed", async () => {
  const error = anError("credentials_refused", { httpStatus: 401, requestId: "88d2a1b4-7c11-10fa" });
  vi.mocked(commands.connect).mockResolvedValue(refused(error));
  show();
  await fill();
  await click("connect-submit");

  const problem = await screen.findByTestId("error");
  expect(problem.dataset.code).toBe("credentials_refused");
  expect(problem.textContent).toContain("Nothing was stored");
  expect(screen.getByTestId("error-request-id").dataset.value).toBe("88d2a1b4-7c11-10fa");
  expect((screen.getByTestId("connect-client-secret") as HTMLInputElement).value).toBe("a-secret");
  expect(onconnected).not.toHaveBeenCalled();
});

it.each([
  "keychain_no_bus",
  "keychain_missing",
  "keychain_locked",
  "keychain_refused",
  "keychain_broke_off",
  "keychain_slow",
  "keychain_failed",
] as const)("offers to go on for this session after %s", async (code) => {
  const account = anAccount({ secret: "session" });
  vi.mocked(commands.connect)
    .mockResolvedValueOnce(refused(anError(code)))
    .mockResolvedValueOnce(ok(account));
  show();
  expect(screen.queryByTestId("connect-session-only")).toBeNull();
  await fill();
  await click("connect-submit");
  await fireEvent.click(await screen.findByTestId("connect-session-only"));

  expect(vi.mocked(commands.connect).mock.calls.map(([{ keep }]) => keep)).toEqual(["keychain", "session"]);
  await vi.waitFor(() => {
    expect(onconnected).toHaveBeenCalledWith(account);
  });
});

it("asks for the keys of a known account without asking where it belongs", async () => {
  vi.mocked(commands.connect).mockResolvedValue(ok(anAccount()));
  render(ConnectForm, {
    connectFor: { why: "signed_out", account: anAccount() },
    customUrl: null,
    onconnected,
  });
  expect(screen.queryByTestId("connect-environment")).toBeNull();
  expect(screen.getByText(/Kaveri Handlooms, LIVE/)).toBeTruthy();
  await fireEvent.input(screen.getByTestId("connect-client-id"), { target: { value: "an-id" } });
  await fireEvent.input(screen.getByTestId("connect-client-secret"), { target: { value: "new" } });
  await click("connect-submit");

  expect(commands.connect).toHaveBeenCalledWith(
    expect.objectContaining({
      accountId: "kaveri",
      environment: "live",
      clientSecret: "new",
      keep: "keychain",
    }),
  );
});

it("takes keys of which nothing can be seen for missing", async () => {
  show();
  await fill();
  for (const field of ["connect-client-id", "connect-client-secret"])
    await fireEvent.input(screen.getByTestId(field), {
      target: { value: " \u200b\u202a\u2060\ufeff\u00ad " },
    });
  await click("connect-submit");
  expect(commands.connect).not.toHaveBeenCalled();
  expect(screen.getByTestId("connect-client-id").getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByTestId("connect-client-secret").getAttribute("aria-invalid")).toBe("true");
});

it("names the server that the secret goes to", () => {
  show("http://127.0.0.1:8787");
  expect(screen.getByText(/sent to 127\.0\.0\.1:8787 to sign in, and to nobody else/)).toBeTruthy();
});

it("names Pine Labs where it is theirs", async () => {
  show();
  await click("env-uat");
  expect(screen.getByText(/keychain\. It is sent to Pine Labs to sign in/)).toBeTruthy();
});

it("does not say that keys were taken where the sample shop did not open", async () => {
  vi.mocked(commands.trySampleData).mockResolvedValue(refused(anError("storage")));
  show();
  await click("sample-data");
  const problem = await screen.findByTestId("error");
  expect(problem.textContent).not.toContain("took these credentials");
  expect(screen.queryByTestId("connect-session-only")).toBeNull();
});

it("says what becomes of the keys of another client while changes are not finished", () => {
  const connectFor = { why: "replace", account: anAccount() } as const;
  render(ConnectForm, { connectFor, customUrl: null, onconnected });
  expect(screen.getByText(/ends in 1e38\..*another one becomes an account of its own/)).toBeTruthy();
});
