// The error of everything that a person can do something about: what happened, and what to do. In:
// its form and how it is shown. Not in: which failures there are (failures.mjs).

/** An end with its reason and the way on. `status` is the exit status: 2 for a wrong call. */
export class Stop extends Error {
  constructor(what, todo, status = 1) {
    super(what);
    this.todo = todo;
    this.status = status;
  }
}

/** Runs `act`, and shows its failure. Returns the exit status. */
export async function shown(act) {
  try {
    await act();
    return 0;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`\n✗ ${error.message}`);
    console.error(`  → ${error.todo.replaceAll("\n", "\n    ")}`);
    return error.status;
  }
}

/** Says a step that is done. */
export function done(text) {
  console.log(`✓ ${text}`);
}
