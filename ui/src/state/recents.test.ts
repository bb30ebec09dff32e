import { beforeEach, describe, expect, it, vi } from "vitest";
import { commands } from "$lib/ipc";
import { aLink, aRecent, aStart, found, ok } from "$testing/views";
import { AppState } from "./app.svelte";

vi.mock("$lib/ipc");

beforeEach(() => {
  vi.mocked(commands.knownLink).mockResolvedValue(ok(null));
});

describe("the recent links", () => {
  const older = aRecent({ linkId: "pl-1", reference: "INV-1" });
  const newer = aRecent({ linkId: "pl-2", reference: "INV-2" });
  const references = (app: AppState) => app.recents.list.map(({ reference }) => reference);

  it("stay where they are while one of them is opened", async () => {
    vi.mocked(commands.openLink).mockResolvedValue(ok(aLink({ linkId: "pl-1" })));
    vi.mocked(commands.recents).mockResolvedValue(ok([older, newer]));
    const app = new AppState(aStart({ recents: [newer, older] }));

    await app.linkPage.open("pl-1", "INV-1");

    expect(references(app)).toEqual(["INV-2", "INV-1"]);
  });

  it("begin with what was found last", async () => {
    vi.mocked(commands.find).mockResolvedValue(ok(found("INV-1", aLink(), { recents: [older, newer] })));
    const app = new AppState(aStart({ recents: [newer, older] }));

    await app.find.run("INV-1");

    expect(references(app)).toEqual(["INV-1", "INV-2"]);
  });
});
