/** How much memory a browser takes with all its processes. */
import { readdirSync, readFileSync } from 'node:fs';

/** In bytes, what processes share counted once; undefined where the system does not tell. */
export function memoryOf(pid: number): number | undefined {
  try {
    const family = [pid];
    const parents = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const parent = parentOf(name);
        return parent === undefined ? [] : [{ pid: Number(name), parent }];
      });
    for (const member of family)
      family.push(...parents.filter(({ parent }) => parent === member).map(({ pid }) => pid));
    return family.reduce((sum, member) => sum + shareOf(member), 0);
  } catch {
    return undefined;
  }
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

function shareOf(pid: number): number {
  try {
    return Number(/^Pss:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
