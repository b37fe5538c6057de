// What is kept of a deployment between runs, in a folder of the user's own: its ids, how far it is, and
// the operator's token. In: reading, writing whole, a folder for files of a moment, removing; all of it
// without touching a file that is not ours. Not in: what the fields mean for a step.
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";

import { Stop } from "./stop.mjs";

const FILE = "deployment.json";
/** The file while it is written. */
const DRAFT = `${FILE}.new`;

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
    this.file = join(this.folder, FILE);
    this.name = name;
    this.facts = this.read();
    this.isKnown = this.facts !== undefined;
    if (!this.isKnown) this.seeFree();
    this.facts ??= { name };
  }

  /** Throws if the folder holds files of somebody else's. */
  seeFree() {
    const others = namesIn(this.folder).filter((name) => name !== DRAFT);
    if (others.length > 0) throw this.notOurs(`holds other files, such as ${others[0]}`);
  }

  notOurs(why) {
    return new Stop(
      `${this.folder} ${why}: it is no folder of deploy.mjs.`,
      "Give an empty or a new folder by --state, or another --name.",
      2,
    );
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
    let facts;
    try {
      facts = JSON.parse(text);
    } catch {
      throw new Stop(
        `${this.file} is broken.`,
        "Put a copy of it back. Without one, move its folder away and run this again with --adopt ADDRESS.",
      );
    }
    if (facts?.name !== this.name) throw this.notOurs(`has a ${FILE} of something else`);
    return facts;
  }

  /** Writes facts before or after the step that they are about: whole, and readable by its owner alone. */
  keep(facts) {
    Object.assign(this.facts, facts);
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    chmodSync(this.folder, 0o700);
    const draft = join(this.folder, DRAFT);
    writeFileSync(draft, `${JSON.stringify(this.facts, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(draft, this.file);
  }

  /**
   * Makes a folder for files of a moment. Its name is kept first, so that a run which is cut off leaves nothing
   * that the next one does not know.
   */
  makeStaging() {
    this.removeStaging();
    this.keep({ staging: `staged-${randomUUID()}` });
    const made = join(this.folder, this.facts.staging);
    mkdirSync(made, { mode: 0o700 });
    return made;
  }

  /** Removes that folder, if there is one. */
  removeStaging() {
    const { staging } = this.facts;
    if (!staging) return;
    rmSync(join(this.folder, basename(staging)), { recursive: true, force: true });
    this.keep({ staging: undefined });
  }

  /** Forgets it all; a file of somebody else's in the folder stays, and so the folder. */
  remove() {
    this.removeStaging();
    for (const name of [FILE, DRAFT]) rmSync(join(this.folder, name), { force: true });
    try {
      rmdirSync(this.folder);
    } catch (error) {
      if (!["ENOTEMPTY", "EEXIST", "ENOENT"].includes(error.code)) throw error;
    }
  }
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw new Stop(
      `${folder} can't be read (${error.code}).`,
      "Give another folder by --state, or another --name.",
    );
  }
}
