// workerd outlives a parent that is killed, and would go on writing to the same files; and
// miniflare doesn't notice when workerd is gone. This module solves both. Import it before
// miniflare.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Lets workerd write down its process id when it starts; a watcher whose input only this process
 * holds open reads the end of it, however this process ends, and kills workerd. Returns the file
 * with the id; nothing on Windows, which has neither shell nor need.
 */
export function watchWorkerd() {
  if (process.platform === "win32") return undefined;
  const folder = mkdtempSync(join(tmpdir(), "hearby-serve-"));
  const file = join(folder, "workerd.pid");
  const fromMiniflare = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  process.env.HEARBY_WORKERD_PID_FILE = file;
  process.env.HEARBY_WORKERD = process.env.MINIFLARE_WORKERD_PATH ?? fromMiniflare("workerd").default;
  process.env.MINIFLARE_WORKERD_PATH = join(here, "workerd-with-pid.sh");
  const script = 'read _; kill -9 "$(cat "$0/workerd.pid")"; rm -rf "$0"';
  const stdio = ["pipe", "ignore", "ignore"];
  const watcher = spawn("sh", ["-c", script, folder], { stdio, detached: true });
  watcher.unref();
  return file;
}

/**
 * Calls `end` when workerd is gone; otherwise requests would wait for ever. Not while `isReloading`
 * says that another workerd takes its place.
 */
export function endWithWorkerd(pidFile, isReloading, end) {
  if (!pidFile) return;
  setInterval(() => {
    if (isReloading()) return;
    try {
      process.kill(Number(readFileSync(pidFile, "utf8")), 0);
    } catch {
      end();
    }
  }, 500).unref();
}
