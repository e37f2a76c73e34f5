/** The registered procedures: loaded from modules, called by name. */
import type { DatabaseSync } from 'node:sqlite';
import type { Call, Refusal } from '../store.ts';
import type { Procedure, ProcedureContext, StoreModule } from './module.ts';

const nameOfModule = /^[a-z][a-z0-9-]*$/;

/** Imports each module and makes sure that it is one. @throws when a file is no module, or two share a name. */
export async function loadModules(urls: readonly string[]): Promise<StoreModule[]> {
  const modules: StoreModule[] = [];
  for (const url of urls) {
    const { default: module }: { default?: unknown } = await import(url);
    if (!isStoreModule(module)) {
      throw new TypeError(
        `${url} is no store module: its default export must be { name, migrations, procedures }, the name matching ${nameOfModule}.`,
      );
    }
    if (module.name === 'bus' || modules.some((other) => other.name === module.name)) {
      throw new Error(`Two store modules are called "${module.name}" (the second is ${url}); names must differ.`);
    }
    modules.push(module);
  }
  return modules;
}

function isStoreModule(value: unknown): value is StoreModule {
  if (typeof value !== 'object' || value === null) return false;
  const { name, migrations, procedures } = value as Partial<Record<keyof StoreModule, unknown>>;
  return (
    typeof name === 'string' &&
    nameOfModule.test(name) &&
    Array.isArray(migrations) &&
    migrations.every((step) => typeof step === 'string') &&
    typeof procedures === 'function'
  );
}

export class Procedures {
  readonly #byName = new Map<string, Procedure>();

  constructor(modules: readonly StoreModule[], db: DatabaseSync) {
    for (const module of modules) {
      for (const [name, procedure] of Object.entries(module.procedures(db))) {
        this.#byName.set(`${module.name}.${name}`, procedure);
      }
    }
  }

  /** @throws whatever the procedure throws, and when there is none of that name or its result cannot leave the thread. */
  run(call: Call, context: ProcedureContext): unknown {
    const procedure = this.#byName.get(call.procedure);
    if (!procedure) {
      const known = [...this.#byName.keys()].sort().join(', ') || 'none';
      throw new Error(`No procedure is called "${call.procedure}". Registered: ${known}.`);
    }
    return copied(call.procedure, procedure(call.args as never, context));
  }

  /** @throws when the procedure answers neither null nor a refusal. */
  refusal(gate: Call, context: ProcedureContext): Refusal | null {
    const answer = this.run(gate, context);
    if (answer === null || answer === undefined) return null;
    if (isRefusal(answer)) return answer;
    throw new TypeError(
      `The gate "${gate.procedure}" must return null or { reason: string, remember: boolean, retryAfterMs?: number }.`,
    );
  }
}

/**
 * The result as the caller will get it: copied now, while a mistake can still undo the transaction, and before a
 * later operation of the same commit changes what it refers to.
 */
function copied(procedure: string, result: unknown): unknown {
  if (result === null || ['undefined', 'boolean', 'number', 'string'].includes(typeof result)) return result;
  if (result instanceof Promise) {
    throw new TypeError(`The procedure "${procedure}" returned a promise; it must finish inside the transaction.`);
  }
  try {
    return structuredClone(result);
  } catch (cause) {
    throw new TypeError(`The procedure "${procedure}" returned what cannot be passed between threads.`, { cause });
  }
}

function isRefusal(value: unknown): value is Refusal {
  if (typeof value !== 'object' || value === null) return false;
  const { reason, remember, retryAfterMs } = value as Partial<Record<keyof Refusal, unknown>>;
  return (
    typeof reason === 'string' &&
    typeof remember === 'boolean' &&
    (retryAfterMs === undefined || typeof retryAfterMs === 'number')
  );
}
