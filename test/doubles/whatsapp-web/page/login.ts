/** The device's login, in the browser's database as on the live page: it survives a browser that is killed. */
interface Login {
  device: string;
}

function openLogins(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const opening = indexedDB.open('login', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('login');
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(opening.error);
  });
}

export async function readLogin(): Promise<Login | undefined> {
  const database = await openLogins();
  return new Promise((done, fail) => {
    const reading = database.transaction('login').objectStore('login').get('login');
    reading.onsuccess = () => done(reading.result as Login | undefined);
    reading.onerror = () => fail(reading.error);
  });
}

/** On the disk when it resolves. */
export async function writeLogin(login: Login | null): Promise<void> {
  const database = await openLogins();
  const change = database.transaction('login', 'readwrite', { durability: 'strict' });
  if (login) change.objectStore('login').put(login, 'login');
  else change.objectStore('login').delete('login');
  await new Promise<void>((done, fail) => {
    change.oncomplete = () => done();
    change.onerror = () => fail(change.error);
  });
}
