// Makes a map move and draws its real boundaries. Without this script the tiles, the form and the table are there.

const block = document.getElementById("map-data");
const map = block && JSON.parse(block.textContent);
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
const MILLISECONDS = 900;

const element = (id) => document.getElementById(id);

// --- One moment on the page: tiles, legend, words, boundaries -------------------------------------------------------

let boundaries = null;

function show(frame, { aloud }) {
  const counts = {};
  for (const tile of document.querySelectorAll("#map-tiles [data-area]")) {
    const area = map.areas[tile.dataset.area];
    const [key, text, words] = frame.areas[tile.dataset.area] ?? ["missing", "[x]", "not available"];
    counts[key] = (counts[key] ?? 0) + 1;
    for (const name of [...tile.classList].filter((each) => each.startsWith("rollout-tile--") && each !== "rollout-tile--chosen")) {
      tile.classList.remove(name);
    }
    tile.classList.add(`rollout-tile--${key}`);
    tile.setAttribute("aria-label", `${area.name}: ${words}`);
    tile.querySelector(".rollout-tile__value").textContent = text;
    const title = tile.querySelector("title");
    if (title) title.textContent = `${area.name}: ${words}`;
    area.key = key;
    area.words = `${area.name}: ${words}`;
  }
  for (const count of document.querySelectorAll("[data-count]")) count.textContent = counts[count.dataset.count] ?? 0;
  const summary = Object.entries(map.classes)
    .filter(([key]) => counts[key])
    .map(([key, look]) => `${look.label}: ${counts[key]}`)
    .join("; ");
  element("map-words").textContent = `${frame.label}. ${summary}.`;
  element("map-moment").textContent = frame.label;
  element("map-slider").setAttribute("aria-valuetext", frame.label);
  const chosen = element("map-chosen");
  if (chosen && map.areas[map.selected]) chosen.textContent = map.areas[map.selected].words;
  if (aloud) element("map-said").textContent = `${frame.label}. ${summary}.`;
  if (boundaries) boundaries.restyle();
}

// --- The quarter slider ----------------------------------------------------------------------------------------------

async function startPlayer() {
  const player = element("map-player");
  const answer = await fetch(map.frames, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { frames } = await answer.json();
  if (frames.length < 2) return;
  const slider = element("map-slider");
  const button = element("map-play");
  slider.max = frames.length - 1;
  slider.value = Math.max(frames.findIndex((frame) => frame.period === map.period), 0);
  slider.setAttribute("aria-valuetext", frames[slider.value].label);
  player.hidden = false;
  let timer = null;

  const step = (place, options) => {
    slider.value = place;
    show(frames[place], options);
    const select = document.querySelector("#map-form select[name=period]");
    if (select) select.value = frames[place].period;
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    button.textContent = "Play";
    step(Number(slider.value), { aloud: true });
  };
  const play = () => {
    if (Number(slider.value) >= frames.length - 1) step(0, { aloud: false });
    button.textContent = "Pause";
    timer = setInterval(() => {
      const next = Number(slider.value) + 1;
      step(next, { aloud: false });
      if (next >= frames.length - 1) stop();
    }, reducedMotion.matches ? MILLISECONDS * 2 : MILLISECONDS);
  };
  button.addEventListener("click", () => (timer ? stop() : play()));
  slider.addEventListener("input", () => {
    clearInterval(timer);
    timer = null;
    button.textContent = "Play";
    step(Number(slider.value), { aloud: false });
  });
  slider.addEventListener("change", () => step(Number(slider.value), { aloud: true }));
}

// --- Real boundaries -------------------------------------------------------------------------------------------------

function looks(code) {
  const area = map.areas[code];
  const look = map.classes[area?.key ?? "missing"];
  const chosen = code === map.selected;
  const missing = (area?.key ?? "missing") === "missing";
  return {
    fillcolor: missing ? "#ffffff" : look.colour,
    fillpattern: { shape: missing ? "/" : "", fgcolor: "#aeb7bd", bgcolor: "#ffffff", size: 6 },
    line: { color: chosen ? "#212b32" : "#768692", width: chosen ? 4 : 0.8 },
    text: area?.words ?? code,
    hoverinfo: "text",
  };
}

async function drawBoundaries() {
  const place = element("map-boundaries");
  if (!place || !map.topology) return;
  const [library, decoder, topology] = await Promise.all([
    window.rolloutCharts.plotly(),
    import(map.decoder),
    fetch(map.topology).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status)))),
  ]);
  const shapes = decoder.areasOf(topology).filter(({ code }) => map.areas[code]);
  // The chosen area last, so that its outline lies over its neighbours'.
  shapes.sort((one, other) => (one.code === map.selected) - (other.code === map.selected));
  const codes = shapes.map(({ code }) => code);
  const drawn = { type: "scatter", mode: "lines", fill: "toself", hoveron: "fills" };
  const traces = shapes.map((shape) => ({ ...drawn, ...decoder.traceOf(shape), meta: shape.code, ...looks(shape.code) }));
  const axis = { visible: false, fixedrange: false };
  const layout = {
    autosize: true,
    showlegend: false,
    hovermode: "closest",
    dragmode: "pan",
    margin: { l: 0, r: 0, t: 0, b: 0 },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    font: { family: "Arial, Helvetica, sans-serif", size: 14, color: "#212b32" },
    hoverlabel: { bgcolor: "#ffffff", bordercolor: "#212b32", font: { family: "Arial, Helvetica, sans-serif", size: 14 }, align: "left" },
    xaxis: axis,
    yaxis: { ...axis, scaleanchor: "x", scaleratio: 1 },
  };
  place.hidden = false;
  const config = { ...window.rolloutCharts.config, scrollZoom: true, displayModeBar: true, displaylogo: false, modeBarButtons: [["zoomIn2d", "zoomOut2d", "resetScale2d"]] };
  await library.newPlot(place, traces, layout, config);
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", `${map.title}. The table below says the same in words.`);
  element("map-tiles").hidden = true;
  element("map-note").textContent = topology.attribution ?? "";
  place.on("plotly_click", (event) => {
    const area = map.areas[event.points?.[0]?.data?.meta];
    if (area?.href) location.href = area.href;
  });
  boundaries = {
    restyle() {
      const all = codes.map(looks);
      const gathered = (name) => all.map((each) => each[name]);
      library.restyle(place, { fillcolor: gathered("fillcolor"), fillpattern: gathered("fillpattern"), text: gathered("text") });
    },
  };
}

// --- Begin -------------------------------------------------------------------------------------------------------------

if (map) {
  startPlayer().catch(() => {});
  drawBoundaries().catch(() => {
    const note = element("map-note");
    if (note) note.textContent = "The boundaries could not be drawn. The same figures stand on the tiles below.";
  });
}

// Controls fold into one button where there is little room.
const controls = document.querySelector(".rollout-map-controls");
if (controls && matchMedia("(max-width: 40rem)").matches) controls.open = false;
