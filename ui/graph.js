const drawn = new WeakMap(); // one network per mounted instance
const SIZES = [16, 9, 6]; // radius of a node by its distance from the centre
const FONTS = [16, 13, 11];

// Push apart what would overlap, each node a box with its label, along the axis where the frame has more room.
// It starts from fixed places, so the same graph in the same frame always looks the same.
function spread(nodes, width, height) {
  const wide = /[\u2e80-\uffff]/g;
  const boxes = nodes.map((node) => {
    const ems = node.label.length * 0.54 + (node.label.match(wide)?.length ?? 0) * 0.5;
    return { node, w: Math.max(ems * FONTS[node.ring], 2 * SIZES[node.ring]) + 10,
      h: 2 * SIZES[node.ring] + FONTS[node.ring] * 1.4 + 8 };
  });
  for (let sweep = 0, moved = true; moved && sweep < 150; sweep += 1) {
    moved = false;
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
      const [dx, dy] = [b.node.x - a.node.x, b.node.y - a.node.y];
      const [ox, oy] = [(a.w + b.w) / 2 - Math.abs(dx), (a.h + b.h) / 2 - Math.abs(dy)];
      if (ox <= 0.5 || oy <= 0.5) return;
      moved = true;
      const [axis, push] = ox / width < oy / height ? ["x", (ox / 2) * (dx < 0 ? -1 : 1)] : ["y", (oy / 2) * (dy < 0 ? -1 : 1)];
      a.node[axis] -= push;
      b.node[axis] += push;
    }));
  }
  fill(nodes, width / height);
}

// Stretch one axis to the proportions of the frame: that parts nodes further and uses the room.
function fill(nodes, wanted) {
  const extent = (axis) => Math.max(...nodes.map((node) => node[axis])) - Math.min(...nodes.map((node) => node[axis]));
  const ratio = wanted / (extent("x") / extent("y"));
  const [axis, factor] = ratio > 1 ? ["x", Math.min(ratio, 2)] : ["y", Math.min(1 / ratio, 2)];
  if (Number.isFinite(factor)) nodes.forEach((node) => { node[axis] *= factor; });
}

function themed(data, css, width, height) {
  const get = (name) => css.getPropertyValue(name).trim();
  const [ink, paper, line] = [get("--st-text-color"), get("--st-background-color"), get("--st-gray-color")];
  const placed = data.nodes.map((node) => ({ ...node, x: node.x * width * 0.46, y: node.y * height * 0.44 }));
  spread(placed, width, height);
  const nodes = placed.map(({ color: colour, ring, ...node }) => {
    const strong = { background: colour, border: ink };
    return {
      ...node, size: SIZES[ring],
      color: { background: colour, border: ring === 0 ? ink : colour, highlight: strong, hover: strong },
      font: { color: ink, face: get("--st-font"), size: FONTS[ring], strokeWidth: 3, strokeColor: paper, multi: false },
    };
  });
  const edges = data.edges.map((edge) => ({
    ...edge, color: { color: line, opacity: 0.55, highlight: ink, hover: ink },
    font: { color: ink, face: get("--st-font"), size: 12, strokeWidth: 3, strokeColor: paper },
  }));
  return { nodes, edges };
}

function tools(frame, network, words) {
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false });
  const acts = [["+", words.closer, () => zoom(1.3)], ["\u2212", words.farther, () => zoom(1 / 1.3)],
    ["\u25a3", words.all, () => network.fit({ animation: false })]];
  frame.querySelector("#tools").replaceChildren(...acts.map(([sign, name, act]) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: sign, title: name, onclick: act });
    button.setAttribute("aria-label", name);
    return button;
  }));
}

function mount(root, options) {
  const network = new vis.Network(root, { nodes: [], edges: [] }, options);
  const cursor = (shape) => () => { root.style.cursor = shape; };
  network.on("hoverNode", cursor("pointer"));
  network.on("blurNode", cursor("default"));
  root.querySelector(".vis-network").tabIndex = -1; // no stop for the keyboard: the text below has the links
  // The wheel scrolls the page; with Ctrl (or a pinch) it zooms the picture.
  const wheel = (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); };
  root.addEventListener("wheel", wheel, { capture: true });
  const state = { network, shape: "", width: 0, redraw: null };
  state.watch = new ResizeObserver(() => {
    if (state.redraw && Math.abs(root.clientWidth - state.width) > 40) state.redraw();
  });
  state.watch.observe(root);
  root.network = network; // for browser tests
  return state;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const started = performance.now();
  const root = parentElement.querySelector("#graph");
  root.style.height = `${data.height}px`;
  root.setAttribute("aria-label", data.label);
  root.setAttribute("role", "img"); // not before it has its label
  const shape = JSON.stringify(data.nodes.map((node) => [node.id, node.label, node.x, node.y]));
  const state = drawn.get(root) ?? mount(root, data.options);
  drawn.set(root, state);
  const { network } = state;
  tools(parentElement, network, data.words);
  network.off("click");
  network.on("click", (event) => {
    if (event.nodes.length === 1) setTriggerValue("node", event.nodes[0]);
  });
  state.redraw = () => {
    const same = state.shape === shape && Math.abs(root.clientWidth - state.width) <= 40;
    const view = same ? { position: network.getViewPosition(), scale: network.getScale() } : null;
    network.setSize("100%", `${data.height}px`); // at once, so that the view is fitted to the new frame
    network.setData(themed(data, getComputedStyle(parentElement.host ?? root), root.clientWidth, data.height));
    if (view) network.moveTo({ ...view, animation: false });
    else {
      network.fit({ animation: false });
      network.once("afterDrawing", () => network.fit({ animation: false })); // how wide the names are is known then
    }
    Object.assign(state, { shape, width: root.clientWidth });
  };
  network.once("afterDrawing", () => { root.dataset.ms = String(Math.round(performance.now() - started)); });
  state.redraw();
  root.dataset.runs = String(Number(root.dataset.runs ?? 0) + 1);
  return () => { state.watch.disconnect(); network.destroy(); drawn.delete(root); };
}
