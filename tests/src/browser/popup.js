// Finds our popup (the one dialog, or region, in a shadow root) and reads it by roles, names and places.
function findDialog() {
  for (const host of document.querySelectorAll("*")) {
    const dialog = host.shadowRoot?.querySelector("[role=dialog],[role=region]");
    if (!dialog) continue;
    const { width, height } = dialog.getBoundingClientRect();
    if (width > 0 && height > 0 && getComputedStyle(dialog).visibility === "visible") return dialog;
  }
  return null;
}

function readPopup() {
  const dialog = findDialog();
  if (!dialog) return null;
  const root = dialog.getRootNode();
  const moving = (root.host.getAnimations?.({ subtree: true }) ?? [])
    .concat(dialog.getAnimations({ subtree: true }))
    .some((animation) => animation.playState === "running" && animation.effect?.getComputedTiming().iterations !== Infinity);
  if (moving) return null;

  const seen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(element).visibility === "visible";
  };
  const texts = (ids) => ids.split(/\s+/).map((id) => root.getElementById(id)?.textContent.trim() ?? "").join(" ");
  const name = (element) =>
    element.getAttribute("aria-label") ??
    (element.hasAttribute("aria-labelledby") ? texts(element.getAttribute("aria-labelledby")) : null) ??
    element.labels?.[0]?.textContent.trim() ??
    element.textContent.trim();
  const rect = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left, top, width, height];
  };
  const part = (element) => ({
    name: name(element),
    role: element.getAttribute("role") ?? element.type ?? element.localName,
    value: element.value ?? "",
    checked: ["aria-checked", "aria-pressed"].some((name) => element.getAttribute(name) === "true") || element.checked === true,
    focused: root.activeElement === element,
    // A native radio may be hidden under its label: the label is what a visitor clicks.
    rect: rect(element.type === "radio" && element.labels?.[0] ? element.labels[0] : element),
  });
  const all = (selector) => [...dialog.querySelectorAll(selector)].filter((element) => seen(element) || element.type === "radio");
  const comment = all("textarea")[0];
  return {
    name: name(dialog),
    text: dialog.innerText,
    dir: getComputedStyle(dialog).direction,
    lang: dialog.closest("[lang]")?.lang ?? root.host.lang,
    rect: rect(dialog),
    scores: all("[role=radio], input[type=radio]").map(part),
    buttons: all("button:not([role=radio])").map(part),
    comment: comment ? part(comment) : null,
    focused: root.activeElement !== null,
  };
}

// Tells the popup as it is in two animation frames in a row, or null if it is not the same in both. In WebKit
// on a busy machine, an animation is over in the one, while elements get their last places in the next.
function readWhenStill(tell) {
  requestAnimationFrame(() => {
    const before = JSON.stringify(readPopup());
    requestAnimationFrame(() => {
      const after = readPopup();
      tell(JSON.stringify(after) === before ? after : null);
    });
  });
}
