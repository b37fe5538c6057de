// The code of a site without a framework.
import { load, on, show } from 'hearby';

load({ collector: 'http://127.0.0.1:8787', site: 'demo' });

const heard = document.getElementById('heard');
heard.replaceChildren();
for (const name of ['shown', 'answered', 'dismissed', 'sent', 'closed', 'error']) {
  on(name, (detail) => {
    const line = document.createElement('li');
    const what = document.createElement('strong');
    what.textContent = name;
    line.append(what, detail.score ?? detail.code ?? '');
    heard.append(line);
  });
}

document.getElementById('ask').addEventListener('click', () => {
  show('csat', { touchpoint: 'npm' });
});
