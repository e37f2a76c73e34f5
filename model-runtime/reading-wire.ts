/** What the service and the process that reads pictures say to each other. */
import type { Picture, Reading } from './contract.ts';

export type ToReader =
  /** First, and once. */
  | { kind: 'load'; threads: number }
  /** One at a time: the next only after `read` or `failed`, or after `abort`. */
  | { kind: 'read'; id: number; picture: Picture }
  /** Nobody waits for it any more. It is not answered. */
  | { kind: 'abort'; id: number };

export type FromReader =
  | { kind: 'ready' }
  /** It cannot read, and trying again will not help. */
  | { kind: 'refused'; detail: string }
  /** At work: a step begins. */
  | { kind: 'alive' }
  | { kind: 'read'; id: number; reading: Reading }
  /** This picture cannot be read. `detail` is for the log alone. */
  | { kind: 'failed'; id: number; detail: string };
