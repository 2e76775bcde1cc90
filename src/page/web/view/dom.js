// Elements. Text goes in as text, never as markup: whatever the data holds is shown as it is.

// h("p.note", {title: "..."}, "text", child, [more])
export function h(what, props, ...children) {
  const [tag, ...classes] = what.split(".");
  const e = document.createElement(tag || "div");
  if (classes.length) e.className = classes.join(" ");
  setProps(e, props);
  append(e, children);
  return e;
}

export function svg(tag, attributes, ...children) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [k, v] of Object.entries(attributes ?? {})) e.setAttribute(k, v);
  append(e, children);
  return e;
}

function setProps(e, props) {
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) e.addEventListener(key.slice(2), value);
    else if (key === "data") Object.assign(e.dataset, value);
    else if (key in e && !["list", "form", "role"].includes(key)) e[key] = value;
    else e.setAttribute(key, value === true ? "" : value);
  }
}

function append(e, children) {
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) e.append(child);
}

export function fill(e, ...children) {
  e.replaceChildren();
  append(e, children);
  return e;
}

export const byId = (id) => document.getElementById(id);

export function button(text, onclick, props = {}) {
  return h("button", {type: "button", onclick, ...props}, text);
}

// A choice: options are [value, text].
export function select(options, value, onchange, props = {}) {
  return h("select", {onchange: (e) => onchange(e.target.value), ...props},
    options.map(([v, text]) => h("option", {value: String(v), selected: String(v) === String(value)}, text)));
}
