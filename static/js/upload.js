// A file that is being read: its progress bar moves by itself, and the page comes back when it is done.

const waiting = document.querySelector("[data-progress]");
const EVERY = 700;
const AFTER_TROUBLE = 4000;

async function look() {
  let wait = EVERY;
  try {
    const answer = await fetch(waiting.dataset.progress, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const { stage, percent, is_over: isOver } = await answer.json();
      if (isOver) {
        location.reload();
        return;
      }
      show(stage, percent);
    } else {
      wait = AFTER_TROUBLE;
    }
  } catch {
    // The network is away; reading goes on without it.
    wait = AFTER_TROUBLE;
  }
  setTimeout(look, wait);
}

let said = -1;
function show(stage, percent) {
  waiting.querySelector("[data-stage]").textContent = stage;
  const bar = waiting.querySelector("progress");
  bar.value = percent;
  bar.textContent = `${percent}%`;
  // Read aloud now and then only.
  if (Math.floor(percent / 25) !== said) {
    said = Math.floor(percent / 25);
    waiting.querySelector("[data-said]").textContent = `${percent}% done`;
  }
}

if (waiting) look();
