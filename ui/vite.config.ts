import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  resolve: {
    alias: {
      $lib: here("./src/lib"),
      $components: here("./src/components"),
      $features: here("./src/features"),
      $state: here("./src/state"),
      $status: here("./src/status"),
      $testing: here("./src/testing"),
      // The window of each platform names its faces in another way, and the UI is built on the platform it is for.
      $faces: here(`./src/styles/faces/${process.platform === "linux" ? "linux" : "elsewhere"}.css`),
    },
  },
  // The desktop app loads these files from inside its own binary: no hashes are needed for caching, and one
  // modern engine per platform is all there is to build for.
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    setupFiles: ["./vitest.setup.ts"],
    mockReset: true,
  },
});
