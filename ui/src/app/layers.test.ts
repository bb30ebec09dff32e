// @vitest-environment node

import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import { layers, layerRules } from "../../eslint.layers.js";

/** What the fence says of one import in a file of `src/`. */
function lint(file: string, imported: string): string[] {
  const config = [{ files: ["**/*.ts", "**/*.svelte"] }, ...layerRules([])];
  const messages = new Linter().verify(`import x from "${imported}"; x();`, config, {
    filename: `src/${file}`,
  });
  return messages.map(({ ruleId }) => ruleId ?? "none");
}

const refused = ["no-restricted-imports"];

describe("the fence between the layers", () => {
  it.each([
    ["features/link/LinkPage.svelte", "$features/operations/RefundDialog.svelte"],
    ["features/link/LinkPage.ts", "../operations/subtitle"],
    ["features/link/LinkPage.ts", "../../features/recents/RecentList.svelte"],
    ["status/StatusPill.ts", "$features/link/Head.svelte"],
    ["components/Pill.ts", "../status/statusStyle"],
    ["state/find.svelte.ts", "$components/Note.svelte"],
    ["lib/format.ts", "$state/find.svelte"],
    ["pages/Links.ts", "../app/routes"],
    ["state/find.svelte.ts", "$testing/samples"],
  ])("refuses in %s the import of %s", (file, imported) => {
    expect(lint(file, imported)).toEqual(refused);
  });

  it.each([
    ["app/routes.ts", "../pages/Links.svelte"],
    ["pages/Links.ts", "$features/link/LinkPanel.svelte"],
    ["features/link/LinkPage.ts", "./Head.svelte"],
    ["features/link/LinkPage.ts", "$status/statusStyle"],
    ["status/StatusPill.ts", "$components/Pill.svelte"],
    ["state/find.svelte.ts", "$lib/ipc"],
    ["features/link/LinkPage.test.ts", "$features/operations/subtitle"],
  ])("lets %s import %s", (file, imported) => {
    expect(lint(file, imported)).toEqual([]);
  });

  it("has every layer above the next", () => {
    const [top = "", ...below] = layers;
    for (const layer of below) expect(lint(`${layer}/a.ts`, `$${top}/b`), layer).toEqual(refused);
  });
});
