// First in every measured page: notes when the survey is on screen, long tasks and layout shifts.
// Hands out `__bench`; `__shown` comes from the contender and returns true once its survey is seen.
// Only Hearby has `alive`: its card is drawn before the code that handles answers is there.
window.__bench = { shown: null, alive: null, longTasks: [], shifts: 0, tap: null, armedAt: 0 };
{
  const now = performance.now.bind(performance);
  const frame = requestAnimationFrame.bind(window);
  const look = () => {
    let seen = false;
    try {
      seen = window.__shown?.() ?? false;
    } catch {}
    if (seen) __bench.shown = now();
    else frame(look);
  };
  frame(look);
  // The next frame's task runs after its rendering: by then the tap's effect has been painted.
  addEventListener("click", (event) => {
    const from = event.timeStamp;
    frame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => (__bench.tap = now() - from);
      channel.port2.postMessage(0);
    });
  }, true);
  document.addEventListener("hearby:shown", () => (__bench.alive = now()));
  const observe = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  observe("longtask", (task) => __bench.longTasks.push([task.startTime, task.duration]));
  observe("layout-shift", (shift) => (__bench.shifts += shift.hadRecentInput ? 0 : shift.value));
}
