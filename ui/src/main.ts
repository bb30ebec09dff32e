// Asks the desktop side once for the start view, sets the theme before anything is drawn, and mounts the app. Chunks that the
// first screen does not need are loaded after it is drawn.

import { startRequest } from "$lib/startRequest";
import "$faces";
import { mount } from "svelte";
import { localeOf, setLocale } from "$lib/i18n/locale";
import { commands } from "$lib/ipc";
import { errorSentence } from "$lib/messages/errors";
import { frame } from "$lib/messages/frame";
import { applyTheme } from "$lib/theme";
import { AppState } from "$state/app.svelte";
import { listenForZoom } from "$state/zoom";
import App from "./app/App.svelte";
import { loadAllRoutes, loadRoute } from "./app/routes";

const target = document.createElement("div");
target.id = "app";

/** Resolves once the current content of the page is on the screen. */
const painted = () =>
  new Promise<number>((resolve) => {
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        resolve(Date.now());
      });
    });
  });

try {
  await setLocale(localeOf(location.hash));
  const start = await startRequest;
  if (start.status === "error") throw new Error(errorSentence(start.error));
  const app = new AppState(start.data);
  await loadRoute(app.navigation.route.name);
  document.body.replaceChildren(target);
  mount(App, { target, props: { app } });
  listenForZoom();
  const at = await painted();
  if (start.data.trace) void commands.painted(at);
  await loadAllRoutes();
} catch (problem) {
  applyTheme("system");
  target.textContent = `${frame.startFailed}. ${problem instanceof Error ? problem.message : String(problem)}`;
  document.body.replaceChildren(target);
}
