// What the page hears of the survey, written down for whoever looks on.
'use strict';

const heard = document.getElementById('heard');
for (const name of ['shown', 'answered', 'dismissed', 'sent', 'closed', 'error']) {
  document.addEventListener(`hearby:${name}`, ({ detail }) => {
    const line = document.createElement('li');
    const what = document.createElement('strong');
    what.textContent = name;
    line.append(what, detail.score ?? detail.code ?? '');
    heard.append(line);
  });
}
