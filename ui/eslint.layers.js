// The layers of src/, from top to bottom. A file imports from its own layer and from those below, never from above; of the
// features, each only from itself. What two features share stands in a layer below them.

import { readdirSync } from "node:fs";

export const layers = ["app", "pages", "features", "status", "components", "state", "lib"];

const features = readdirSync(new URL("./src/features", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Every way to write an import of a folder of src/: by its alias, or by a path. */
const waysTo = (folder) => [`$${folder}/**`, `**/${folder}/**`];

/** Tests and samples may put together what the app keeps apart. */
const ignores = ["**/*.test.ts", "src/testing/**"];

/** Restrictions of one folder; `shared` holds in all of them, as a rule that is set again replaces the last one. */
function fence(folder, patterns, shared) {
  return {
    files: [`src/${folder}/**/*.ts`, `src/${folder}/**/*.svelte`],
    ignores,
    rules: { "no-restricted-imports": ["error", { patterns: [...shared, ...patterns] }] },
  };
}

export function layerRules(shared) {
  const testing = { group: waysTo("testing"), message: "Samples are for tests." };
  const above = (at) =>
    layers.slice(0, at).map((layer) => ({
      group: waysTo(layer),
      message: `${layer}/ stands above ${layers[at]}/. Move what both need down.`,
    }));
  const ofLayer = layers.map((layer, at) => fence(layer, [testing, ...above(at)], shared));
  const featuresAt = layers.indexOf("features");
  const ofFeature = features.map((feature) => {
    const others = features
      .filter((other) => other !== feature)
      .flatMap((other) => [`$features/${other}/**`, `../${other}/**`, `**/features/${other}/**`]);
    const apart = { group: others, message: "A feature does not import another. Move what both need down." };
    return fence(`features/${feature}`, [testing, apart, ...above(featuresAt)], shared);
  });
  return [...ofLayer, ...ofFeature];
}
