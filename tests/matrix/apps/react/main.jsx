import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Link, Route, Routes } from "react-router";

function View({ title, next }) {
  const [count, setCount] = useState(0);
  return (
    <main>
      <h1>{title}</h1>
      <Link id="next" to={next}>
        Next
      </Link>
      <button id="count" onClick={() => setCount(count + 1)}>
        {count}
      </button>
      <div id="survey" />
    </main>
  );
}

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <BrowserRouter>
      <Routes>
        <Route path="/" element={<View key="one" title="One" next="/two" />} />
        <Route path="/two" element={<View key="two" title="Two" next="/" />} />
      </Routes>
    </BrowserRouter>
  </StrictMode>,
);
