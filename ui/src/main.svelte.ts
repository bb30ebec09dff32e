// Learns once from the desktop side how things stand, sets the theme before anything is drawn, and shows the app. What
// the first screen does not need is loaded when that is on the screen.

import { asked } from "$lib/startAnswer";
import "$faces";
import { mount } from "svelte";
import App from "./App.svelte";
import { Desk } from "$lib/desk.svelte";
import { commands } from "$lib/ipc";
import { frame } from "$lib/messages/frame";
import { applyTheme } from "$lib/theme";
import { offerZoom } from "$lib/zoom";

const target = document.createElement("div");
target.id = "app";

const loadShop = async () => (await import("./pages/Shop.svelte")).default;
/** Resolves once what was just put on the page is on the screen. */
const painted = () =>
  new Promise<number>((resolve) => {
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        resolve(Date.now());
      });
    });
  });

try {
  const start = await asked;
  if (start.status === "error") throw new Error(start.error.message);
  const desk = new Desk(start.data);
  const props = $state({ desk, shop: desk.account ? await loadShop() : null });
  document.body.replaceChildren(target);
  mount(App, { target, props });
  offerZoom();
  const at = await painted();
  if (start.data.trace) void commands.painted(at);
  props.shop ??= await loadShop();
} catch (problem) {
  applyTheme("system");
  target.textContent = `${frame.startFailed}. ${problem instanceof Error ? problem.message : String(problem)}`;
  document.body.replaceChildren(target);
}
