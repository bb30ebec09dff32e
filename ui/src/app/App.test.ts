import { fireEvent, render } from "@testing-library/svelte";
import { beforeEach, expect, it, vi } from "vitest";
import { AppState } from "$state/app.svelte";
import { commands, onTopics } from "$lib/ipc";
import App from "./App.svelte";
import { aStart, ok } from "$testing/views";

vi.mock("$lib/ipc");

beforeEach(() => {
  vi.mocked(commands.unfinished).mockResolvedValue(ok([]));
  vi.mocked(commands.operations).mockResolvedValue(ok([]));
  vi.mocked(commands.start).mockResolvedValue(ok(aStart()));
  vi.mocked(onTopics).mockReturnValue(() => undefined);
});

it("counts what is left open again when the window comes to the front: another copy may have changed it", async () => {
  render(App, { app: new AppState(aStart()) });
  await vi.waitFor(() => {
    expect(commands.unfinished).toHaveBeenCalledOnce();
  });
  await fireEvent.focus(window);
  expect(commands.unfinished).toHaveBeenCalledTimes(2);
});
