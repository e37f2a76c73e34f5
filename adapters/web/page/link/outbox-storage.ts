/** Where unsent messages are kept so that a closed tab, a crash or a power cut loses none of them. */

/** A message as it is kept: everything needed to send it, nothing else. */
export interface KeptMessage {
  /** UUID; makes sending again harmless. */
  key: string;
  chat: string;
  text: string;
  /** JPEG, as they are sent. */
  photos?: readonly Blob[];
  /** When it was written, ms since 1970; messages of one browser ascend. */
  at: number;
}

export interface OutboxStorage {
  /** In any order. */
  all(): Promise<KeptMessage[]>;
  has(key: string): Promise<boolean>;
  put(message: KeptMessage): Promise<void>;
  remove(key: string): Promise<void>;
}

const NAME = 'parley';
const STORE = 'outbox';

/** The browser's database, or memory where it has none to give (a private window, a full disk). */
export async function openOutboxStorage(): Promise<OutboxStorage> {
  try {
    return withFallback(databaseStorage(await openDatabase()), memoryStorage());
  } catch {
    return memoryStorage();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' });
  return settled(request);
}

function databaseStorage(database: IDBDatabase): OutboxStorage {
  const store = (mode: IDBTransactionMode) =>
    database.transaction(STORE, mode, { durability: 'strict' }).objectStore(STORE);
  return {
    all: async () => settled<KeptMessage[]>(store('readonly').getAll()),
    has: async (key) => (await settled(store('readonly').count(key))) > 0,
    put: async (message) => committed(store('readwrite').put(message)),
    remove: async (key) => committed(store('readwrite').delete(key)),
  };
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** A request that succeeded may still be lost with its transaction. */
function committed(request: IDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = request.transaction!;
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

export function memoryStorage(): OutboxStorage {
  const messages = new Map<string, KeptMessage>();
  return {
    all: async () => [...messages.values()],
    has: async (key) => messages.has(key),
    put: async (message) => void messages.set(message.key, message),
    remove: async (key) => void messages.delete(key),
  };
}

/** What the first cannot take (the disk is full, its data was cleared) is kept in the second. */
function withFallback(first: OutboxStorage, second: OutboxStorage): OutboxStorage {
  return {
    all: async () => [...(await first.all().catch(() => [])), ...(await second.all())],
    // A store that cannot be asked must not make a message disappear.
    has: async (key) => (await second.has(key)) || first.has(key).catch(() => true),
    put: (message) => first.put(message).catch(() => second.put(message)),
    async remove(key) {
      await second.remove(key);
      await first.remove(key).catch(() => undefined);
    },
  };
}
