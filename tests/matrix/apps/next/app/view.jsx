"use client";

import Link from "next/link";
import { useState } from "react";

export default function View({ title, next }) {
  const [count, setCount] = useState(0);
  return (
    <main>
      <h1>{title}</h1>
      <Link id="next" href={next}>
        Next
      </Link>
      <button id="count" onClick={() => setCount(count + 1)}>
        {count}
      </button>
      <div id="survey" />
    </main>
  );
}
