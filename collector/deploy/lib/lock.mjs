// One program at a time on a data folder: two would each have a half of the responses in memory. In: the
// file that says which one runs. Not in: the data.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Stop } from "./stop.mjs";

/** Takes the folder until this process ends. Throws if another process that runs has it. */
export function lock(folder) {
  const file = join(folder, "run.lock");
  for (let isFirst = true; ; isFirst = false) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: "wx", mode: 0o600 });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const pid = pidIn(file);
    if (!isFirst || isRunning(pid)) {
      throw new Stop(
        `Another run.mjs (process ${pid}) has ${folder}.`,
        `End that one, or give another folder by --data. If no such process is a run.mjs, delete\n${file}.`,
      );
    }
    // Its process was killed.
    rmSync(file, { force: true });
  }
  process.once("exit", () => {
    if (pidIn(file) === process.pid) rmSync(file, { force: true });
  });
}

function pidIn(file) {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10);
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  // In a container, the process before may have had the same number.
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
