/** What an error of SQLite means for the caller. */
import type { Thrown } from './operations.ts';

/** Primary result codes, https://sqlite.org/rescode.html. */
const busy = 5;
const noMemory = 7;
const readOnly = 8;
const ioError = 10;
const corrupt = 11;
const full = 13;
const cannotOpen = 14;
const notADatabase = 26;

const unavailable = new Set([busy, noMemory, readOnly, ioError, full, cannotOpen]);
const damaged = new Set([corrupt, notADatabase]);

/** The file cannot be written now, but what is in it is sound. */
export function isUnavailable(error: unknown): boolean {
  return unavailable.has(primaryCode(error));
}

/** The file is not what SQLite wrote: nothing more may be done with it. */
export function isDamaged(error: unknown): boolean {
  return damaged.has(primaryCode(error));
}

function primaryCode(error: unknown): number {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return 0;
  return error.errcode & 0xff;
}

export function toThrown(error: unknown): Thrown {
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack };
  return { name: 'Error', message: String(error), stack: undefined };
}

export function fromThrown({ name, message, stack }: Thrown): Error {
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
