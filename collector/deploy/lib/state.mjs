// What is kept of a deployment between runs, in a folder of the user's own: its ids, how far it is, and
// the operator's token. In: reading, writing whole, removing. Not in: what the fields mean for a step.
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import { Stop } from "./stop.mjs";

/** Returns the folder of all deployments, which the archive's folder has no part in. */
export function defaultFolder() {
  const { APPDATA, XDG_CONFIG_HOME } = process.env;
  if (process.platform === "win32" && APPDATA) return join(APPDATA, "hearby");
  return join(XDG_CONFIG_HOME || join(homedir(), ".config"), "hearby");
}

/** A deployment of one name. */
export class Deployment {
  constructor(folder, name) {
    this.folder = join(resolve(folder), name);
    this.file = join(this.folder, "deployment.json");
    this.facts = this.read();
    this.isKnown = this.facts !== undefined;
    this.facts ??= { name };
  }

  read() {
    let text;
    try {
      text = readFileSync(this.file, "utf8");
    } catch (error) {
      if (error.code === "ENOENT") return undefined;
      throw new Stop(
        `${this.file} can't be read (${error.code}).`,
        "Make it readable for you, then run this again.",
      );
    }
    try {
      return JSON.parse(text);
    } catch {
      throw new Stop(
        `${this.file} is broken.`,
        "Put a copy of it back. Without one, move it away and run this again with --adopt ADDRESS.",
      );
    }
  }

  /** Writes facts before or after the step that they are about: whole, and readable by its owner alone. */
  keep(facts) {
    Object.assign(this.facts, facts);
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    chmodSync(this.folder, 0o700);
    const draft = `${this.file}.new`;
    writeFileSync(draft, `${JSON.stringify(this.facts, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(draft, this.file);
  }

  /** Forgets it all. */
  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
