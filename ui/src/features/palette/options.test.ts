import { describe, expect, it, vi } from "vitest";
import { aRecent, taken } from "../../testing/views";
import { groupsFor, whyNot, type Offer, type Taken } from "./options";
import type { PageCommand } from "$state/pageCommands.svelte";

const command = (id: string, words: string, off: string | null = null): PageCommand => ({
  id,
  icon: "link",
  words,
  off,
  run: vi.fn(),
});
const anOffer = (changes: Partial<Offer> = {}): Offer => ({
  recents: [
    aRecent({ linkId: "pl-1", reference: "INV-1", customer: "Asha Rao" }),
    aRecent({ linkId: "pl-2", reference: null, customer: "Farida Shaikh" }),
  ],
  page: {
    title: "INV-1",
    commands: [command("refund", "Refund…"), command("void", "Void…", "Nothing is held.")],
  },
  commands: [command("theme", "Dark theme"), command("accounts", "Switch account…")],
  findOff: null,
  onfind: vi.fn(),
  onopen: vi.fn(),
  ...changes,
});
const typed = (query: string, kind: Taken["kind"] = "reference"): Taken => ({
  ...taken(query.trim(), { kind }),
  query,
});
const shown = (taken: Taken, offer = anOffer()) =>
  groupsFor(taken, offer).map(({ id, options }) => [id, ...options.map((option) => option.id)].join(" "));

describe("the empty box", () => {
  it("offers the latest links, what can be done with the open one, and the rest", () => {
    expect(shown(typed("", "empty"))).toEqual(["here pl-1 pl-2", "page refund", "do theme accounts"]);
  });

  it("offers five links at most", () => {
    const recents = Array.from({ length: 9 }, (_, at) => aRecent({ linkId: `pl-${String(at)}` }));
    expect(groupsFor(typed("", "empty"), anOffer({ recents }))[0]?.options).toHaveLength(5);
  });
});

describe("what was typed", () => {
  it.each(["link_id", "order_id", "url", "reference"] as const)(
    "is found first where it is taken for %s",
    (kind) => {
      expect(shown(typed("inv-1", kind))[0]).toBe("find find");
    },
  );

  it("is asked for as it was typed, without the blanks around it", () => {
    const offer = anOffer();
    groupsFor(typed("  INV-9 "), offer)[0]?.options[0]?.run();
    expect(offer.onfind).toHaveBeenCalledWith("INV-9");
  });

  it("finds the links of this computer by reference, id and customer", () => {
    for (const query of ["inv-1", "PL-1", "asha"]) expect(shown(typed(query)).join()).toContain("here pl-1");
  });

  it("finds them also by what was copied with signs of no width, or with other dashes", () => {
    for (const query of ["inv\u20111", "\u200binv-1\ufeff", "ＩＮＶ－１", "a\u00adsha"])
      expect(shown(typed(query)).join()).toContain("here pl-1");
  });

  it("asks for what a message holds, and not for the message", () => {
    const offer = anOffer();
    const message: Taken = { ...taken("INV-9", { picked: true }), query: "please pay INV-9" };
    const [group] = groupsFor(message, offer);
    expect(group?.options[0]?.under).toBe("INV-9");
    group?.options[0]?.run();
    expect(offer.onfind).toHaveBeenCalledWith("INV-9");
  });

  it("of several ids is each a line of its own", () => {
    const offer = anOffer();
    const choices = [
      { kind: "reference", value: "INV-8" },
      { kind: "url", value: "https://pay.example.com/9" },
    ] as const;
    const several: Taken = { ...typed("INV-8 and 9", "several"), choices: [...choices] };
    const [group] = groupsFor(several, offer);
    expect(group?.options.map(({ choice }) => choice)).toEqual(["INV-8", "https://pay.example.com/9"]);
    group?.options[1]?.run();
    expect(offer.onfind).toHaveBeenCalledWith("https://pay.example.com/9");
    expect(whyNot(several)).toContain("Which one?");
  });

  it("as a plain word is a customer or a command rather than a reference", () => {
    expect(shown(typed("farida"))).toEqual(["here pl-2", "find find"]);
    expect(shown(typed("dark"))).toEqual(["do theme", "find find"]);
    expect(shown(typed("nobody"))).toEqual(["find find"]);
  });

  it("in several words names a command, and nothing is asked for it", () => {
    expect(shown(typed("switch acc", "not_an_id"))).toEqual(["do accounts"]);
  });

  it("names a command that cannot be done, with the reason", () => {
    const [group] = groupsFor(typed("void"), anOffer());
    expect(group?.options.map(({ off }) => off)).toEqual(["Nothing is held."]);
  });

  it("says why it can be nothing", () => {
    expect(whyNot({ ...typed("../", "not_an_id"), notAnId: { code: "path" } })).toContain("path");
    expect(whyNot(typed("INV-1"))).toBeNull();
  });
});

it("finds nothing while Pine Labs asks to wait, and says so", () => {
  const [group] = groupsFor(typed("INV-1"), anOffer({ findOff: "Wait." }));
  expect(group?.options[0]?.off).toBe("Wait.");
});
