/* The host of a live notebook: the kernel sends the view, keeps the decisions, and has plotly at hand. */

const MODULE_NAMES = "const define = undefined, exports = undefined, module = undefined;\n";

/** Asks the kernel something and returns its answer, a message of the same id. */
function ask(widget, content) {
  const id = identifier("message");
  return new Promise((resolve, reject) => {
    function hear(message, buffers) {
      if (!message || message.id !== id) { return; }
      widget.off("msg:custom", hear);
      if (message.error) { reject(new Error(message.error)); } else { resolve({ message, buffers }); }
    }
    widget.on("msg:custom", hear);
    widget.send({ ...content, id });
  });
}

/** Loads plotly from the kernel, once a page. */
async function plotlyFromKernel(widget) {
  if (!window.Plotly) {
    const { buffers } = await ask(widget, { kind: "plotly" });
    const address = URL.createObjectURL(new Blob([MODULE_NAMES, buffers[0]], { type: "text/javascript" }));
    try { await import(address); } finally { URL.revokeObjectURL(address); }
  }
  return window.Plotly;
}

function kernelHost(widget) {
  return {
    live: true,
    coder: widget.get("coder"),
    setCoder(name) { widget.set("coder", name); widget.save_changes(); },
    place: widget.get("place"),
    decisions: widget.get("decisions"),
    save: (record) => ask(widget, { kind: "decision", record }),
    download,
    plotly: () => plotlyFromKernel(widget),
    onDecisions(listener) { widget.on("change:decisions", () => listener(widget.get("decisions"))); },
  };
}

export default {
  async render({ model, el }) {
    el.classList.add("sinorus");
    const view = await unpack(model.get("view"));
    el.lang = view.language;
    return createInspector(el, view, kernelHost(model)).destroy;
  },
};
