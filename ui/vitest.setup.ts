import { afterAll, vi } from "vitest";

// Tests talk to the app's commands through `$lib/ipc`, which each test mocks. This one makes sure that a forgotten
// mock fails loudly instead of reaching for a window that is not there.
vi.mock("@tauri-apps/api/core", () => ({
  invoke: (name: string) =>
    Promise.reject(new Error(`the test called the command "${name}" without mocking it`)),
}));
vi.mock("@tauri-apps/api/event", () => ({ listen: () => Promise.resolve(() => undefined) }));

// A chunk that a component still loads when the last test of a file ends would be loaded into nothing.
afterAll(async () => {
  await vi.dynamicImportSettled();
});
