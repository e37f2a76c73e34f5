/**
 * Every command of `npm run`, the program behind it and what must be installed for it. This table is the only place
 * that knows them.
 *
 * @typedef {'start' | 'work'} DependencySet `start` is what the service runs on; `work` adds what tests and checks use.
 * @typedef {object} Program
 * @property {string} file The program, from the root of the repository. Node runs it as it is.
 * @property {DependencySet} needs
 * @property {string} [also] A folder with a package and a lock of its own that is installed as well.
 */

/** @type {Readonly<Record<string, Program>>} */
export const PROGRAMS = {
  start: { file: 'src/main.ts', needs: 'start' },
  link: { file: 'src/link.ts', needs: 'start' },
  resume: { file: 'src/resume.ts', needs: 'start' },
  models: { file: 'src/models.ts', needs: 'start' },
  doctor: { file: 'src/doctor.ts', needs: 'start' },
  test: { file: 'test/run.ts', needs: 'work' },
  check: { file: 'test/check.ts', needs: 'work' },
  laws: { file: 'test/laws-run.ts', needs: 'work' },
  soak: { file: 'test/soak.ts', needs: 'work' },
  accept: { file: 'test/accept.ts', needs: 'work' },
  bench: { file: 'bench/main.ts', needs: 'work', also: 'bench' },
};
