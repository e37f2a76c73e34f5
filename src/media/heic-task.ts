/** What heic.ts and its thread tell each other. */

export interface HeicTask {
  bytes: Uint8Array;
  /** Beyond so many it is not decoded. */
  mostPixels: number;
}

export type Heic =
  | { kind: 'decoded'; width: number; height: number; data: Uint8Array }
  | { kind: 'too many pixels' }
  /** There is no decoder here, or it is at a loss. */
  | { kind: 'not read' };
