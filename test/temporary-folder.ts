/** Around a whole run: whatever tests leave in the system's folder for temporary files goes with the run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What `os.tmpdir()` looks at, on all systems. */
const NAMES = ['TMPDIR', 'TEMP', 'TMP'];

export default function setup(): () => void {
  // Short: the paths of sockets hold about a hundred characters.
  const folder = mkdtempSync(join(tmpdir(), 'parley-'));
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  for (const name of NAMES) process.env[name] = folder;
  return () => {
    // One process may do several runs.
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}
