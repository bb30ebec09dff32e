// Asks the desktop side once how things stand, sets the theme before anything is drawn, and shows the app.

import { mount } from "svelte";
import App from "./App.svelte";
import { Desk } from "$lib/desk.svelte";
import { commands } from "$lib/ipc";
import { frame } from "$lib/messages/frame";
import { applyTheme } from "$lib/theme";

const target = document.createElement("div");
target.id = "app";

try {
  const start = await commands.start();
  if (start.status === "error") throw new Error(start.error.message);
  const desk = new Desk(start.data);
  document.body.replaceChildren(target);
  mount(App, { target, props: { desk } });
  if (start.data.trace) {
    requestAnimationFrame(() => requestAnimationFrame(() => void commands.painted(Date.now())));
  }
} catch (problem) {
  applyTheme("system");
  target.textContent = `${frame.startFailed}. ${problem instanceof Error ? problem.message : String(problem)}`;
  document.body.replaceChildren(target);
}
