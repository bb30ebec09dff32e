import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import { layerRules } from "./eslint.layers.js";
import svelteConfig from "./svelte.config.js";

const desktopOnly = {
  group: ["@tauri-apps/*", "**/ipc/bindings", "$lib/ipc/bindings"],
  message: "Import from $lib/ipc: it is the one door to the desktop.",
};

export default ts.config(
  { ignores: ["dist", "node_modules", "src/lib/ipc/bindings.ts"] },
  ...ts.configs.strict,
  ...ts.configs.stylistic,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-restricted-imports": ["error", { patterns: [desktopOnly] }],
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    files: ["**/*.ts", "**/*.svelte"],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: [".svelte"], svelteConfig },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  ...layerRules([desktopOnly]),
  { files: ["src/lib/ipc/index.ts"], rules: { "no-restricted-imports": "off" } },
  { files: ["*.config.*", "*.layers.js", "*.setup.ts"], languageOptions: { globals: { ...globals.node } } },
);
