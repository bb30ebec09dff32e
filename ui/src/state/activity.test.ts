// How the pages of Activity come together.

import { beforeEach, expect, it, vi } from "vitest";
import { Activity, PAGE_SIZE } from "$state/activity.svelte";
import { Operations } from "$state/operations.svelte";
import { commands } from "$lib/ipc";
import { aView, checking } from "$testing/activitySamples";
import { later, ok } from "../testing/views";

vi.mock("$lib/ipc");

type Answer = Awaited<ReturnType<typeof commands.activity>>;

const answers = (entries = aView().entries, total = 250) => ok({ ...aView(entries), total });
const asked = () => vi.mocked(commands.activity).mock.lastCall?.[0];

async function read(): Promise<Activity> {
  const activity = new Activity("account-1", new Operations());
  await activity.read();
  return activity;
}

beforeEach(() => {
  vi.mocked(commands.activity).mockResolvedValue(answers());
});

it("shows the page after the last row when asked to, and reads all that is shown anew after a change", async () => {
  const [first, second] = [aView().entries.slice(0, 2), aView().entries.slice(2)];
  vi.mocked(commands.activity).mockResolvedValue(answers(first));
  const activity = await read();
  expect(asked()).toMatchObject({ limit: PAGE_SIZE, before: null });
  vi.mocked(commands.activity).mockResolvedValue(answers(second, 251));
  await activity.more();
  const last = first.at(-1);
  expect(asked()).toMatchObject({
    limit: PAGE_SIZE,
    before: { confirmedAt: last?.confirmedAt, number: last?.number },
  });
  expect(activity.view?.entries).toEqual([...first, ...second]);
  expect(activity.view?.total).toBe(251);
  activity.hear([checking]);
  expect(asked()).toMatchObject({ limit: 2 * PAGE_SIZE, before: null });
});

it("reads all of it where more is asked for while it is being read anew", async () => {
  const activity = await read();
  vi.mocked(commands.activity).mockReturnValue(later<Answer>().promise);
  activity.hear([checking]);
  void activity.more();
  expect(asked()).toMatchObject({ limit: 2 * PAGE_SIZE, before: null });
});

it("drops the next page where a change came in between, for that reads both", async () => {
  const activity = await read();
  const slow = later<Answer>();
  vi.mocked(commands.activity).mockReturnValueOnce(slow.promise);
  const more = activity.more();
  activity.hear([checking]);
  slow.answer(answers([checking]));
  await more;
  await vi.waitFor(() => {
    expect(activity.reading).toBe(false);
  });
  expect(activity.view?.entries).toEqual(aView().entries);
  expect(asked()).toMatchObject({ limit: 2 * PAGE_SIZE, before: null });
});

it("begins with one page again where something else is looked for", async () => {
  const activity = await read();
  await activity.more();
  await activity.look({ kind: "refund" });
  expect(asked()).toMatchObject({ kind: "refund", limit: PAGE_SIZE, before: null });
});
