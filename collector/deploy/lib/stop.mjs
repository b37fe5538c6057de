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
    const stop = error instanceof Stop ? error : ofSystem(error);
    if (!stop) throw error;
    console.error(`\n✗ ${stop.message}`);
    console.error(`  → ${stop.todo.replaceAll("\n", "\n    ")}`);
    return stop.status;
  }
}

const FILES = /^(EACCES|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST|ENOENT|ELOOP|ENAMETOOLONG)$/;

/**
 * Returns what an error of the system means for a person: a file or a connection that nobody expected to
 * fail. Nothing for a fault of the program.
 */
function ofSystem(error) {
  const code = error?.code ?? error?.cause?.code;
  // Node's own codes have a _; those of its fetch begin with UND_ERR.
  if (typeof code !== "string" || !/^(E[A-Z0-9]+|UND_ERR_\w+)$/.test(code)) return undefined;
  const again = "Then run this again: it goes on where it stopped.";
  if (/^(ENOSPC|EDQUOT)$/.test(code)) {
    return new Stop(`The disk is full (${error.message}).`, `Make room on it. ${again}`);
  }
  if (FILES.test(code)) {
    return new Stop(
      `A file can't be read or written (${error.message}).`,
      `Look at its permissions and at those of its folder, or give another folder. ${again}`,
    );
  }
  return new Stop(
    `The system refuses something (${error.cause?.message ?? error.message}).`,
    `If its words say what to mend, do so. ${again}`,
  );
}

/** Says a step that is done. */
export function done(text) {
  console.log(`✓ ${text}`);
}
