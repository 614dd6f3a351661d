// What a reader has zoomed to stays when a filter redraws a chart, and when its page is left and seen again: Streamlit
// hands ECharts each specification whole, which forgets the zoom, and gives no other way to the chart than React's state.
const FRAMES = 600; // that a chart is waited for, which loads late
const kept = new WeakSet();
const seen = new Map(); // by the name of a chart: start and end, in percent, of each of its axes

function chartOf(element) {
  const name = Object.keys(element).find((key) => key.startsWith("__reactFiber$"));
  for (let fiber = element[name]; fiber; fiber = fiber.return) {
    for (const state of [fiber.memoizedState, fiber.alternate?.memoizedState]) {
      for (let hook = state; hook; hook = hook.next) if (hook.memoizedState?.setOption) return hook.memoizedState;
    }
  }
}

function keep(chart, name) {
  kept.add(chart);
  const zoomed = (part) => ({ ...part, ...seen.get(name)?.[part.id] });
  const draw = chart.setOption;
  chart.setOption = (option, ...rest) =>
    draw.call(chart, { ...option, dataZoom: option.dataZoom?.map(zoomed) }, ...rest);
  chart.on("datazoom", (event) => {
    const moved = (event.batch ?? [event]).map(({ dataZoomId, start, end }) => [dataZoomId, { start, end }]);
    seen.set(name, { ...seen.get(name), ...Object.fromEntries(moved) });
  });
  const batch = Object.entries(seen.get(name) ?? {}).map(([dataZoomId, ends]) => ({ dataZoomId, ...ends }));
  if (batch.length) chart.dispatchAction({ type: "dataZoom", batch });
}

export default function ({ data }) {
  let left = FRAMES;
  let asked = requestAnimationFrame(function look() {
    const drawn = document.querySelector(`.st-key-${data.chart} [data-testid=stEChartsChart][aria-busy=false]`);
    const chart = drawn && chartOf(drawn);
    if (chart && !kept.has(chart)) keep(chart, data.name);
    else if (!chart && left--) asked = requestAnimationFrame(look);
  });
  return () => cancelAnimationFrame(asked);
}
