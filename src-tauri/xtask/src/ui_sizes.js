// What the built UI weighs, gzipped file by file, in one line: what the first screen of a connected account loads, every file, and then
// each page with what it loads beyond the first screen. Chunks are followed by their static imports; the style sheet of a chunk
// has its name.
const { readdirSync, readFileSync } = require("node:fs");
const { gzipSync } = require("node:zlib");

const folder = "dist/assets/";
const hash = "-XXXXXXXX".length;
const names = readdirSync(folder);
const gzipped = (path) => gzipSync(readFileSync(path), { level: 9 }).length;
const called = (stem, ending) =>
  names.filter((name) => name.startsWith(`${stem}-`) && name.endsWith(ending) && name.length === stem.length + hash + ending.length);
const imported = (script) =>
  [...readFileSync(folder + script, "utf8").matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)].map((match) => match[1]);

function loaded(scripts) {
  const seen = new Set();
  const waiting = [...scripts];
  while (waiting.length > 0) {
    const script = waiting.pop();
    if (seen.has(script)) continue;
    seen.add(script);
    waiting.push(...imported(script));
  }
  for (const script of [...seen]) {
    for (const sheet of called(script.slice(0, -hash - ".js".length), ".css")) seen.add(sheet);
  }
  return seen;
}

const chunk = (stem) => {
  const found = called(stem, ".js");
  if (found.length === 0) throw new Error(`no chunk is called ${stem}`);
  return found;
};
const sum = (files) => [...files].reduce((all, file) => all + gzipped(folder + file), 0);
const beyond = (files, base) => [...files].filter((file) => !base.has(file));

const index = gzipped("dist/index.html");
const entry = /assets\/(index-[^"]+\.js)/.exec(readFileSync("dist/index.html", "utf8"))[1];
const shell = loaded([entry, ...chunk("Shell")]);
const first = loaded([entry, ...chunk("Shell"), ...chunk("Links")]);
const pages = { Links: sum(beyond(first, shell)) };
for (const page of ["Activity", "Connect", "Settings", "OperationDialogs"]) {
  pages[page] = sum(beyond(loaded(chunk(page)), first));
}
console.log([index + sum(first), index + sum(names), ...Object.entries(pages).flat()].join(" "));
