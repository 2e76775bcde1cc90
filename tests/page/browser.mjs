// Chromium, driven through its DevTools protocol over a pipe: no port, no library.
import {spawn} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio", "--remote-debugging-pipe"];

export class Browser {
  static async start() {
    const b = new Browser();
    b.profile = mkdtempSync(join(tmpdir(), "hecun-chromium-"));
    b.child = spawn(process.env.CHROMIUM ?? "chromium", [...FLAGS, `--user-data-dir=${b.profile}`, "about:blank"], {stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"]});
    b.waiting = new Map();
    b.events = [];
    b.id = 0;
    let rest = "";
    b.child.stdio[4].setEncoding("utf8");
    b.child.stdio[4].on("data", (chunk) => {
      const parts = (rest + chunk).split("\0");
      rest = parts.pop();
      for (const part of parts) b.receive(JSON.parse(part));
    });
    b.exited = new Promise((resolve) => b.child.on("exit", resolve));
    return b;
  }

  receive(m) {
    if (m.id === undefined) {
      this.events.push(m);
      return;
    }
    const {resolve, reject} = this.waiting.get(m.id);
    this.waiting.delete(m.id);
    if (m.error) reject(new Error(m.error.message));
    else resolve(m.result);
  }
  send(method, params = {}, sessionId = undefined) {
    const id = ++this.id;
    this.child.stdio[3].write(JSON.stringify({id, method, params, sessionId}) + "\0");
    return new Promise((resolve, reject) => this.waiting.set(id, {resolve, reject}));
  }

  // Opens a file at a size. page.problems: what the console or the network had to say; page.readyMs.
  async open(url, width = 1280, height = 720, mobile = false) {
    const {targetId} = await this.send("Target.createTarget", {url: "about:blank"});
    const {sessionId} = await this.send("Target.attachToTarget", {targetId, flatten: true});
    const page = new Page(this, sessionId, targetId);
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await page.send(`${domain}.enable`);
    await page.send("Emulation.setDeviceMetricsOverride", {width, height, deviceScaleFactor: 1, mobile});
    const start = Date.now();
    await page.send("Page.navigate", {url});
    await page.until("document.documentElement.dataset.ready === 'yes'");
    page.readyMs = Date.now() - start;
    return page;
  }

  async stop() {
    await Promise.race([this.send("Browser.close").catch(() => {}), this.exited]);
    await this.exited;
    rmSync(this.profile, {recursive: true, force: true, maxRetries: 5});
  }
}

class Page {
  constructor(browser, sessionId, targetId) {
    Object.assign(this, {browser, sessionId, targetId});
  }
  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }
  async eval(expression) {
    const {result, exceptionDetails} = await this.send("Runtime.evaluate", {expression, returnByValue: true, awaitPromise: true});
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
  async until(expression, ms = 20000) {
    for (const end = Date.now() + ms; Date.now() < end; await new Promise((r) => setTimeout(r, 20)))
      if (await this.eval(expression).catch(() => false)) return;
    throw new Error(`waited in vain for: ${expression}; ${JSON.stringify(this.problems)}`);
  }
  get problems() {
    return this.browser.events.filter((e) => e.sessionId === this.sessionId).flatMap(({method, params: p}) => {
      if (method === "Runtime.exceptionThrown") return [p.exceptionDetails.exception?.description ?? p.exceptionDetails.text];
      if (method === "Runtime.consoleAPICalled" && ["error", "warning"].includes(p.type)) return [p.args.map((a) => a.value).join(" ")];
      if (method === "Log.entryAdded" && p.entry.level === "error") return [p.entry.text];
      return [];
    });
  }
  // Every address that the page asked for, but itself and what it carries along.
  get requests() {
    return this.browser.events.filter((e) => e.sessionId === this.sessionId && e.method === "Network.requestWillBeSent")
      .map((e) => e.params.request.url).filter((u) => !u.startsWith("data:") && !u.startsWith("blob:") && !u.endsWith("/report.html"));
  }
  async clickAt(x, y) {
    for (const type of ["mousePressed", "mouseReleased"]) await this.send("Input.dispatchMouseEvent", {type, x, y, button: "left", clickCount: 1});
  }
  async click(selector) {
    const at = await this.eval(`(() => { const e = document.querySelector(${JSON.stringify(selector)}); if (!e) return null; e.scrollIntoView({block: "nearest"}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`);
    if (!at) throw new Error(`nothing to click: ${selector}`);
    await this.clickAt(...at);
  }
  async type(text) {
    await this.send("Input.insertText", {text});
  }
  async key(key, modifiers = 0) {
    const code = {Enter: 13, Escape: 27, ArrowDown: 40, ArrowRight: 39, z: 90, y: 89, Tab: 9}[key];
    for (const type of ["rawKeyDown", "keyUp"])
      await this.send("Input.dispatchKeyEvent", {type, key, code: key.length === 1 ? `Key${key.toUpperCase()}` : key, windowsVirtualKeyCode: code, modifiers});
  }
  async shot(path, full = false) {
    const {data} = await this.send("Page.captureScreenshot", {format: "png", captureBeyondViewport: full});
    writeFileSync(path, Buffer.from(data, "base64"));
  }
}
