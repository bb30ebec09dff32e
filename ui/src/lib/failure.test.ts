import { expect, it } from "vitest";
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
