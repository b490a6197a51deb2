// Draws the figures of a page: each is a JSON block, and an element that names it in data-figure.
// Without this script a page still has every figure's words and table.

const own = document.currentScript;
const reduced = matchMedia("(prefers-reduced-motion: reduce)");
let loading;

// Plotly and its style sheet, fetched once and only when wanted. The link tells Plotly not to write its own.
function plotly() {
  loading ??= new Promise((resolve, reject) => {
    const styles = document.createElement("link");
    styles.id = "plotly.js-style-global";
    styles.className = "no-inline-styles";
    styles.rel = "stylesheet";
    styles.href = own.dataset.styles;
    const script = document.createElement("script");
    script.src = own.dataset.plotly;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("The chart library could not be fetched."));
    document.head.append(styles, script);
  });
  return loading;
}

const config = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: "reset" };

// Narrow screens have no room for labels at the end of a line: less margin, smaller words.
function fitted(layout, width) {
  if (width >= 520) return layout;
  const margin = { ...layout.margin, r: Math.min(layout.margin?.r ?? 80, 92), l: Math.min(layout.margin?.l ?? 60, 48) };
  const annotations = (layout.annotations ?? []).map((each) => ({
    ...each,
    text: each.xanchor === "right" ? each.text.replace(" by ", "<br>by ") : each.text,
    font: { ...each.font, size: 12 },
  }));
  const xaxis = thinned(layout.xaxis);
  return { ...layout, xaxis, margin, annotations, font: { ...layout.font, size: 12 } };
}

// Every second or third year named, counted back from the latest.
function thinned(axis) {
  if (!axis?.tickvals || axis.tickvals.length <= 3) return axis;
  const step = Math.ceil(axis.tickvals.length / 3);
  const kept = (_, place, all) => (all.length - 1 - place) % step === 0;
  return { ...axis, tickvals: axis.tickvals.filter(kept), ticktext: axis.ticktext.filter(kept) };
}

// Pixels of a chart's width on paper before the style sheet for paper makes it smaller, words and all, to fit A4.
const PAPER_WIDTH = 1050;

async function draw(place, onPaper = false) {
  const block = document.getElementById(place.dataset.figure);
  if (!block) return;
  const figure = JSON.parse(block.textContent);
  if (!figure?.data?.length) return;
  try {
    const library = await plotly();
    place.classList.add("is-drawn");
    const layout = fitted(figure.layout, onPaper ? PAPER_WIDTH : place.clientWidth);
    if (reduced.matches) layout.transition = { duration: 0 };
    await library.newPlot(place, figure.data, layout, config);
    linkBars(place);
    if (onPaper) fitPaper(place);
  } catch (problem) {
    place.classList.remove("is-drawn");
    place.textContent = "The chart could not be drawn. Its words and its table say the same.";
  }
}

// A bar that stands for an area leads to it.
function linkBars(place) {
  const pattern = place.dataset.areaHref;
  if (!pattern) return;
  place.on("plotly_click", (event) => {
    const code = event.points?.[0]?.customdata;
    if (code) location.href = pattern.replace("CODE", encodeURIComponent(code));
  });
}

const places = document.querySelectorAll("[data-figure]");
if ("IntersectionObserver" in window) {
  const watch = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((each) => each.isIntersecting)) {
        watch.unobserve(entry.target);
        draw(entry.target);
      }
    },
    { rootMargin: "400px" },
  );
  places.forEach((place) => watch.observe(place));
} else {
  places.forEach((place) => draw(place));
}

// A printed page wants all of them, as wide as the paper. It waits for nothing: a chart that was never near the window is
// on it only if the library has been fetched for another one.
function fitPaper(place) {
  window.Plotly.relayout(place, { autosize: false, width: PAPER_WIDTH });
}
addEventListener("beforeprint", () => {
  for (const place of places) {
    if (place.classList.contains("js-plotly-plot")) fitPaper(place);
    else draw(place, true);
  }
});
addEventListener("afterprint", () => {
  for (const place of places) {
    if (place.classList.contains("js-plotly-plot")) window.Plotly.relayout(place, { autosize: true, width: null });
  }
});

window.rolloutCharts = { plotly, config };
