"use strict";
const byId = (id) => document.getElementById(id);
const NAMES = { requeues: "lab requeues", trash: "in the trash" };
const browsed = { table: "biosamples", offset: 0, limit: 20, drawn: "" };
const faultLines = new Map();
let last = null;
let newest = 0;
let asked = 0;
let shown = 0;

function make(name, text = "", className = "", attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text ?? "";
  if (className) element.className = className;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// The roles stay where the style makes blocks of rows and cells.
function row(...cells) {
  const line = make("tr", "", "", { role: "row" });
  line.append(...cells);
  return line;
}

const cell = (text, className, attributes) => make("td", text, className, { role: "cell", ...attributes });

function size(bytes) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  for (; bytes >= 1000 && unit < units.length - 1; unit += 1) bytes /= 1000;
  return `${unit ? bytes.toFixed(1) : bytes} ${units[unit]}`;
}

const shownTime = (text) => text.replace("T", " ").replace("+00:00", " UTC");

function statusClass(status) {
  if (/fail|abort|cancel|missing/i.test(status)) return "bad";
  return /pending|running|initializing|uploading/i.test(status) ? "slow" : "good";
}

async function ask(method, what, body) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const response = await fetch(`/_simulator/${what}`, { method, ...sent });
  const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
  const answer = isJson ? await response.json() : { error: await response.text() };
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

// Sends a change, says beside what was used what became of it, and shows the world after it.
async function change(element, done, method, what, body) {
  const said = element.closest("section").querySelector("[role=status]");
  try {
    await ask(method, what, body);
    said.textContent = done;
  } catch (error) {
    said.textContent = `Not done: ${error.message}`;
  }
  await refresh();
}

function showWorld(state) {
  byId("url").textContent = state.url;
  byId("now").textContent = shownTime(state.now);
  const world = byId("world");
  for (const [table, count] of Object.entries(state.world)) {
    let tile = world.querySelector(`[data-table="${table}"]`);
    if (!tile) {
      tile = make("button", "", "", { "data-table": table });
      tile.append(make("b"), ` ${NAMES[table] ?? table}`);
      tile.addEventListener("click", () => { Object.assign(browsed, { table, offset: 0 }); refresh(); });
      world.append(tile);
    }
    tile.firstChild.textContent = count.toLocaleString("en");
    tile.setAttribute("aria-pressed", table === browsed.table);
  }
  const lines = state.analyses.map((each) => {
    const line = make("li");
    line.append(make("span", each.name), make("span", each.status, statusClass(each.status)));
    return line;
  });
  byId("analyses").replaceChildren(...(lines.length ? lines : [make("li", "none", "dim")]));
}

function recordCell(column, value) {
  const text = value === null || value === "" ? "-" : String(value);
  const label = { "data-label": column.replaceAll(/[_.]/g, " ") };
  if (column.endsWith("status")) return cell(text, statusClass(text), label);
  return cell(/^\d{4}-\d\d-\d\dT/.test(text) ? shownTime(text) : text, "", label);
}

async function showRecords() {
  const { table, offset, limit } = browsed;
  const records = await ask("GET", `records/${table}?offset=${offset}&limit=${limit}`);
  const drawn = table + JSON.stringify(records);
  if (table !== browsed.table || offset !== browsed.offset || drawn === browsed.drawn) return;
  browsed.drawn = drawn;
  const { total, columns, items } = records;
  const range = items.length ? `${offset + 1} to ${offset + items.length} of ${total.toLocaleString("en")}` : "none";
  const view = byId("records");
  view.caption.textContent = `${NAMES[table] ?? table}: ${range}, newest first`;
  const heads = columns.map((column) => make("th", column.replaceAll(/[_.]/g, " "), "", { scope: "col", role: "columnheader" }));
  view.tHead.replaceChildren(row(...heads));
  view.tBodies[0].replaceChildren(
    ...items.map((item) => row(...columns.map((column) => recordCell(column, item[column])))));
  byId("newer").setAttribute("aria-disabled", offset === 0);
  byId("older").setAttribute("aria-disabled", offset + limit >= total);
}

function turn(button, by) {
  if (button.getAttribute("aria-disabled") === "true") return;
  browsed.offset = Math.max(0, browsed.offset + by);
  refresh();
}

function faultLine(rule) {
  const { kind, ...values } = rule.fault;
  const said = Object.entries(values).map(([name, value]) => ` ${name} ${value}`).join(",");
  const line = make("li");
  const label = make("label", "", "switch");
  const box = make("input", "", "", { type: "checkbox" });
  const text = make("span");
  text.append(make("b", kind), make("span", said, "dim"), make("span", "", "dim struck"));
  label.append(box, text);
  const remove = make("button", "Remove", "", { "aria-label": `Remove ${kind}${said}` });
  box.addEventListener("change", () => change(
    box, `${kind} is ${box.checked ? "on" : "off"}.`, "POST", `faults/${rule.number}`, { enabled: box.checked }));
  remove.addEventListener("click", async () => {
    const next = line.nextElementSibling ?? line.previousElementSibling;
    await change(remove, `${kind} is removed.`, "DELETE", `faults/${rule.number}`);
    (next?.querySelector("button") ?? byId("add").elements.kind).focus();
  });
  line.append(label, remove);
  return line;
}

// A line stays the same element as long as its fault is there, so that the focus stays on it.
function showFaults(state) {
  const select = byId("add").elements.kind;
  if (!select.options.length) {
    for (const [kind, what] of Object.entries(state.kinds)) select.append(new Option(`${kind}: ${what}`, kind));
    select.value = "throttle";
  }
  const numbers = new Set(state.faults.map((rule) => rule.number));
  for (const [number, line] of faultLines) {
    if (!numbers.has(number)) { line.remove(); faultLines.delete(number); }
  }
  for (const rule of state.faults) {
    if (!faultLines.has(rule.number)) {
      faultLines.set(rule.number, faultLine(rule));
      byId("faults").append(faultLines.get(rule.number));
    }
    const line = faultLines.get(rule.number);
    line.querySelector("input").checked = rule.enabled;
    line.querySelector(".struck").textContent = ` · struck ${rule.struck} of ${rule.seen}`;
  }
  byId("no-faults").hidden = state.faults.length > 0;
  byId("clear").hidden = state.faults.length === 0;
}

function requestRow(each) {
  const color = each.status === 0 || each.status >= 500 ? "bad" : each.status >= 400 ? "slow" : "good";
  const path = cell((each.origin === "store" ? "store " : "") + each.path);
  if (each.query) path.append(make("span", `?${each.query}`, "dim"));
  return row(cell(each.status || "reset", color), cell(each.method), path,
    cell(each.milliseconds.toFixed(1), "number"), cell(each.faults.join(", "), "bad"));
}

function showRequests(state) {
  const now = performance.now();
  if (last) byId("rate").textContent = Math.max(0, Math.round((state.requests - last.requests) / (now - last.at) * 1000));
  last = { requests: state.requests, at: now };
  byId("total").textContent = state.requests.toLocaleString("en");
  byId("throttled").textContent = state.throttled.toLocaleString("en");
  byId("bytes").textContent = size(state.bytes);
  const limit = byId("limit").elements.rate;
  if (document.activeElement !== limit) limit.value = state.rate_limit ?? "";
  const body = byId("recent");
  body.prepend(...state.recent.filter((each) => each.number > newest).reverse().map(requestRow));
  while (body.rows.length > state.recent.length) body.lastElementChild.remove();
  newest = state.recent.at(-1)?.number ?? 0;
}

// Another simulator may come to the same address, with other faults and requests of the same numbers.
function forget() {
  for (const line of faultLines.values()) line.remove();
  faultLines.clear();
  byId("recent").replaceChildren();
  newest = 0;
  last = null;
}

async function refresh() {
  const number = ++asked;
  try {
    const state = await ask("GET", "state");
    if (number < shown) return; // a later answer came first
    shown = number;
    showWorld(state);
    showFaults(state);
    showRequests(state);
    await showRecords();
    byId("lost").textContent = "";
  } catch (error) {
    byId("lost").textContent = "The simulator does not answer.";
    forget();
  }
}

async function keepUp() {
  if (byId("live").checked) await refresh();
  setTimeout(keepUp, 1000);
}

const advance = (element, hours) => change(element, `The clock is ${hours} h ahead.`, "POST", "clock", { hours });
byId("clock").addEventListener("submit", (event) => {
  event.preventDefault();
  advance(event.target, Number(event.target.elements.hours.value));
});
byId("hour").addEventListener("click", (event) => advance(event.target, 1));
byId("day").addEventListener("click", (event) => advance(event.target, 24));
byId("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const given = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value !== ""));
  change(event.target, `${given.kind} is added.`, "POST", "faults", given);
});
byId("clear").addEventListener("click", async (event) => {
  await change(event.target, "All faults are removed.", "DELETE", "faults");
  byId("add").elements.kind.focus();
});
byId("limit").addEventListener("submit", (event) => {
  event.preventDefault();
  const rate = event.target.elements.rate.value;
  const done = rate ? `At most ${rate} requests a second are served.` : "All requests are served.";
  change(event.target, done, "POST", "rate-limit", { rate: rate ? Number(rate) : null });
});
byId("newer").addEventListener("click", (event) => turn(event.target, -browsed.limit));
byId("older").addEventListener("click", (event) => turn(event.target, browsed.limit));
byId("live").addEventListener("change", refresh);
keepUp();
