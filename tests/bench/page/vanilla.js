// The smallest popup that asks the same: the physical limit. No rules, no languages, no queue.
addEventListener("bench-ask", ask);
if (!("event" in document.currentScript.dataset)) ask();
function ask() {
  const box = document.createElement("div");
  box.id = "vanilla-nps";
  box.style.cssText = "position:fixed;right:16px;bottom:16px;padding:16px;width:400px;background:#fff;border:1px solid #999;font:16px sans-serif";
  box.append("How likely are you to recommend us?", document.createElement("br"));
  for (let score = 0; score <= 10; score++) {
    const button = document.createElement("button");
    button.textContent = score;
    button.onclick = () => {
      navigator.sendBeacon("/answer", JSON.stringify({ score }));
      box.textContent = "Thank you!";
    };
    box.append(button);
  }
  document.body.append(box);
}
