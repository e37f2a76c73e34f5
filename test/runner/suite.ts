/** Runs test files with vitest and says what became of each. */
import { startVitest, type TestModule } from 'vitest/node';

export interface SuiteOptions {
  /** The tree: its vitest.config.ts counts. */
  root: string;
  /** Parts of file names; none: all files. */
  files?: readonly string[];
  /** Only tests whose full name, suites joined by " > ", holds this text. */
  named?: string | undefined;
  /** For the properties, instead of a random one. */
  seed?: number | undefined;
  /** Takes the pictures for documents anew. */
  pictures?: boolean;
  /** Shows nothing. */
  silent?: boolean;
}

export interface FileOutcome {
  /** From the root, with forward slashes. */
  file: string;
  passed: number;
  failed: number;
  skipped: number;
  /** Errors outside of any test: the file does not load, or a hook failed. */
  broken: number;
}

export interface SuiteOutcome {
  files: FileOutcome[];
  /** Errors that nobody caught, in no test's name. */
  unhandled: number;
}

/** Runs the suite to its end. Rejects when there is nothing to run or vitest itself fails. */
export async function runSuite({
  root,
  files = [],
  named,
  seed,
  pictures = false,
  silent = false,
}: SuiteOptions): Promise<SuiteOutcome> {
  const vitest = await startVitest([...files], {
    root,
    watch: false,
    reporters: silent ? [{}] : ['default'],
    silent,
    ...(named !== undefined && { testNamePattern: literally(named) }),
    env: {
      ...(seed !== undefined && { PARLEY_TEST_SEED: String(seed) }),
      ...(pictures && { PARLEY_TEST_PICTURES: 'yes' }),
    },
  });
  try {
    const modules = vitest.state.getTestModules();
    if (modules.length === 0) throw new Error(`No test file matches ${files.join(' ') || 'vitest.config.ts'}.`);
    return {
      files: modules.map(outcomeOf),
      unhandled: vitest.state.getUnhandledErrors().length,
    };
  } finally {
    await vitest.close();
  }
}

function outcomeOf(module: TestModule): FileOutcome {
  const outcome: FileOutcome = {
    file: module.relativeModuleId,
    passed: 0,
    failed: 0,
    skipped: 0,
    broken: module.errors().length,
  };
  for (const { state } of [...module.children.allTests()].map((test) => test.result())) {
    // A test that never came to its end did not pass, whatever the reason.
    outcome[state === 'pending' ? 'failed' : state] += 1;
  }
  for (const suite of module.children.allSuites()) outcome.broken += suite.errors().length;
  return outcome;
}

/** vitest takes a regular expression and joins the names of suites and test by a space; " > " may also be part of a name. */
function literally(fullName: string): RegExp {
  return new RegExp(fullName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' > ', '(?: >)? '));
}
