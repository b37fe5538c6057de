// The copy buttons beside the snippets.
'use strict';

const said = document.getElementById('said');
for (const button of document.querySelectorAll('.copy')) {
  const code = button.closest('.card').querySelector('pre code');
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      said.textContent = 'Copied.';
      button.textContent = 'Copied';
    } catch {
      // Without a clipboard, or without permission to use it: selects the text to be copied by hand.
      getSelection().selectAllChildren(code);
      said.textContent = 'Selected: copy it with your keyboard.';
    }
  });
}
