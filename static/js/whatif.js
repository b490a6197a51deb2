// A slider beside the number of the form “what if”: each of its places has its sentence and its bar in the page.
// Without this script the number and its button do the same.

const form = document.querySelector("[data-what-if]");
const block = form && document.getElementById(form.dataset.whatIf);
if (block) {
  const places = JSON.parse(block.textContent);
  const slider = form.querySelector("[data-what-if-slider]");
  const number = form.querySelector("[name=rate]");
  const words = document.getElementById("what-if-words");
  const bar = document.querySelector("[data-what-if-bar]");
  let remembered;

  slider.closest("[hidden]").hidden = false;
  slider.addEventListener("input", () => {
    const [rate, spoken, sentence, length] = places[slider.value];
    number.value = rate;
    slider.setAttribute("aria-valuetext", spoken);
    words.textContent = sentence;
    bar.setAttribute("width", length);
    // The link says what is seen, but a drag is one step back, not forty.
    clearTimeout(remembered);
    remembered = setTimeout(() => {
      const address = new URL(location.href);
      address.searchParams.set("rate", rate);
      address.hash = "what-if";
      history.replaceState(null, "", address);
    }, 300);
  });
}
