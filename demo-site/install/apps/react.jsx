// A small React app that asks, and listens for events while it is on screen.
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { load, on, show } from 'hearby';

const EVENTS = ['shown', 'answered', 'dismissed', 'sent', 'closed', 'error'];

function App() {
  const [isListening, setListening] = useState(true);
  useEffect(() => load({ collector: 'http://127.0.0.1:8787', site: 'demo' }), []);
  return (
    <>
      <p className="actions">
        <button className="button" type="button" id="ask" onClick={() => show('csat', { touchpoint: 'react' })}>
          Ask about this page
        </button>
        <button className="link" type="button" id="toggle" onClick={() => setListening(!isListening)}>
          {isListening ? 'Stop listening' : 'Listen again'}
        </button>
      </p>
      {isListening && <Heard />}
    </>
  );
}

/** Each event from now on, until it is taken away. */
function Heard() {
  const [heard, setHeard] = useState([]);
  useEffect(() => {
    const stops = EVENTS.map((name) =>
      on(name, (detail) => setHeard((before) => [...before, { name, detail }])),
    );
    return () => stops.forEach((stop) => stop());
  }, []);
  return (
    <>
      <h2>What the page hears</h2>
      <ol className="heard" id="heard" aria-live="polite">
        {heard.map(({ name, detail }, index) => (
          <li key={index}>
            <strong>{name}</strong>
            {detail.score ?? detail.code}
          </li>
        ))}
      </ol>
    </>
  );
}

createRoot(document.getElementById('app')).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
