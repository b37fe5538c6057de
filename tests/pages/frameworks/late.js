// Takes a page over as frameworks do on a slow phone: while it still loads. An open frame keeps the page
// loading until then.
function takeOverLate(takeOver) {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.currentScript.after(frame);
  frame.contentDocument.open();
  window.mistakes = [];
  setTimeout(() => {
    window.before = document.querySelector('h1');
    takeOver((error) => mistakes.push(String(error)));
    frame.contentDocument.close();
    window.isTaken = true;
  }, 1500);
}
