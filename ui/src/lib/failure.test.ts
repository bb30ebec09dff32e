import { expect, it } from "vitest";
import type { WireError } from "./ipc";
import { anAccount, anError, NOON } from "../testing/views";
import { explain, supportDetails, troubleOf, whereOf } from "./failure";

const where = whereOf(anAccount());

it("names which part of the way failed, and the host", () => {
  const titles = (["dns", "connection_refused", "tls", "timeout", "portal"] as const).map(
    (code) => explain(anError(code), where).title,
  );
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.slice(0, 4).every((title) => title.includes("api.example.com"))).toBe(true);
});

it("tells each state of a keychain from the others", () => {
  const titles = (
    [
      "keychain_no_bus",
      "keychain_missing",
      "keychain_locked",
      "keychain_refused",
      "keychain_broke_off",
      "keychain_slow",
      "keychain_failed",
    ] as const
  ).map((code) => explain(anError(code), where).title);
  expect(new Set(titles).size).toBe(titles.length);
});

it("repeats what Pine Labs said where it refused", () => {
  const error = anError("refused", { providerMessage: "Amount above the limit" });
  expect(explain(error, where).body).toContain("“Amount above the limit”");
});

it("says how long to wait", () => {
  expect(explain(anError("rate_limited", { retryAfterMs: 3200 }), where).body).toContain("in 4 s");
  expect(explain(anError("rate_limited", { retryAfterMs: null }), where).title).toBe(
    "Pine Labs asks to wait",
  );
});

it("tells a long wait with its day, in days", () => {
  const asked = (retryAfterMs: number) =>
    explain(anError("rate_limited", { retryAfterMs }), where, null, NOON).title.replaceAll("\u00a0", " ");
  const day = 24 * 3_600_000;
  expect(asked(10 * day)).toBe("Pine Labs asks to wait until 30 Nov, 12:00 IST (10 days)");
  expect(asked(day)).toBe("Pine Labs asks to wait until 21 Nov, 12:00 IST (1 day)");
  expect(asked(20 * 60_000)).toBe("Pine Labs asks to wait until 12:20 IST (20 min)");
  expect(asked(366 * day)).toBe("Pine Labs asks to wait for a year or more");
});

it("has six words for six things in the way", () => {
  const codes = ["dns", "tls", "portal", "proxy", "server", "rate_limited"] as const;
  const titles = codes.map((code) => explain(anError(code), where).title);
  expect(new Set(titles).size).toBe(6);
  expect(codes.map((code) => troubleOf(anError(code)))).toEqual([
    ...["network", "network", "network", "network"],
    ...["other", "other"],
  ]);
});

it("names the proxy and what it did", () => {
  const proxy = anError("proxy", { place: "10.0.0.9:3128" });
  const error: WireError = { ...proxy, cause: "proxy_wants_sign_in" };
  expect(explain(error, where).title).toContain("proxy");
  expect(explain(error, where).body).toContain("10.0.0.9:3128 asks for a name");
});

it("names what was looked for, whatever became of it, and once", () => {
  for (const code of ["dns", "server", "refused", "unreadable", "not_found", "unknown_url"] as const) {
    const { title, body } = explain(anError(code), where, "INV-404");
    expect(`${title}. ${body}`.split("INV-404"), code).toHaveLength(2);
  }
  expect(explain(anError("dns"), where).body).not.toContain("looked for");
  expect(explain(anError("not_found"), where, "x".repeat(900)).title.length).toBeLessThan(90);
});

it("shows beside the box only what concerns the words in it", () => {
  expect(troubleOf(anError("not_found"))).toBe("input");
  expect(troubleOf(anError("server"))).toBe("other");
});

it("gives support the codes and the request, and no more", () => {
  const error = anError("refused", { httpStatus: 422, providerCode: "LIMIT", requestId: "r-1" });
  expect(supportDetails(error, NOON)).toBe(
    [
      "Code: refused",
      "HTTP status: 422",
      "Pine Labs code: LIMIT",
      "Request: r-1",
      "Time: 2025-11-20T06:30:00.000Z (12:00:00 IST)",
    ].join("\n"),
  );
});
