const search = document.getElementById("page-search");
const nothing = document.getElementById("page-nothing");
search.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const section of document.querySelectorAll("#page-contents section")) {
    let any = false;
    for (const item of section.querySelectorAll("li")) {
      const text = item.dataset.words.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      any ||= !item.hidden;
    }
    section.hidden = !any;
    shown += any;
  }
  nothing.hidden = shown > 0;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  }
});
