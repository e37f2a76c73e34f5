/** What the SQLite store takes, keeps and does at once. Sizes of text are in UTF-16 units unless the name says bytes. */
const MiB = 1024 * 1024;
const day = 24 * 60 * 60 * 1000;

export const limits = {
  /** The largest payload, in bytes of UTF-8. */
  payloadBytes: 8 * MiB,
  /** The longest lane, topic, owner or dedupe key. Platform ids are far below it. */
  nameLength: 1024,

  /** What one claimed lane or one `peek` hands out when the caller sets no lower number. */
  itemsAtOnce: 256,
  /** A lane's items stop after this much text, so that a mailbox of large payloads cannot fill the memory. At least one is handed out. */
  textAtOnce: 16 * MiB,

  /** One transaction takes what is waiting, up to these two. */
  operationsPerCommit: 512,
  textPerCommit: 32 * MiB,

  /** How long a dedupe key is known. Meta redelivers for 7 days. */
  dedupeMs: 8 * day,
  /** Expired keys removed by one `reap`. */
  keysPerSweep: 1000,

  /** How long a copy made before a migration is kept, and how often old ones are looked for. */
  backupMs: 7 * day,
  backupSweepMs: day / 24,

  /** After an unclean end a file up to this size is checked before it is used: about 0.1 s. */
  checkedBytes: 64 * MiB,

  /** How long a statement waits for a foreign reader's or writer's lock. */
  busyMs: 5000,
  /** Pages in the write-ahead log before it is written back: 16 MB. */
  checkpointPages: 4000,
  /** What is left of the log's file after it was written back. */
  journalBytes: 32 * MiB,
  cacheKiB: 16 * 1024,
} as const;
