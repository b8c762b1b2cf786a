/* Elements and text. Text enters the page only as text nodes. */

const SVG = "http://www.w3.org/2000/svg";
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
let identifiers = 0;

/** Sets what a property asks for: a listener (onclick), a property of the node, or an attribute. */
function assign(node, name, value) {
  if (value === null || value === undefined) { return; }
  if (name.startsWith("on")) {
    node.addEventListener(name.slice(2), value);
  } else if (name in node && !(node instanceof SVGElement)) {
    node[name] = value;
  } else {
    node.setAttribute(name, value);
  }
}

/** Appends nodes and texts; what is null, undefined or false is left out. */
function fill(node, children) {
  const parts = Array.isArray(children) ? children : [children];
  node.append(...parts.flat().filter((part) => part !== null && part !== undefined && part !== false));
  return node;
}

/** Makes an element: element("p", {className: "note", onclick: f, "aria-label": "…"}, ["text", node]). */
function element(tag, properties = {}, children = []) {
  const made = document.createElement(tag);
  Object.entries(properties || {}).forEach(([name, value]) => assign(made, name, value));
  return fill(made, children);
}

/** Makes an SVG element from its attributes. */
function svg(tag, attributes = {}, children = []) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes || {}).forEach(([name, value]) => assign(made, name, value));
  return fill(made, children);
}

/** Makes text that keeps its direction to itself: a name, a claim. */
function apart(text, properties = {}) {
  return element("bdi", { ...properties, textContent: clean(text) });
}

/** Keeps the direction of a text to itself where only plain text can stand, as in an option. */
function isolated(text) {
  return `\u2068${clean(text)}\u2069`;
}

/** Puts a visible sign for every control character, one for one, so that offsets stay. */
function clean(text) {
  return String(text).replace(CONTROLS, "\ufffd");
}

/** Folds case, accents and apostrophes. */
function fold(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[\u2019\u02bc]/g, "'").toLowerCase();
}

/** Returns an id that no other element has. */
function identifier(name) {
  identifiers += 1;
  return `sinorus-${name}-${identifiers}-${Math.random().toString(36).slice(2, 8)}`;
}
