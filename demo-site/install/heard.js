// Lists the survey's events that the page gets, for the visitor of the demo to see.
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
