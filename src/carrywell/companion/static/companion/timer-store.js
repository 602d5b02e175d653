// Taps on their way to the server, in the browser's own database: written before they are sent, taken
// out once the server has saved them. "strict" asks for the disk, so that a browser that is killed or
// a battery that dies a moment later loses nothing. Nothing stays here that was sent.

const STORE = "unsent";

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const open = () => {
  const request = indexedDB.open("carrywell-timer", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "n", autoIncrement: true });
  return done(request);
};

// One change, finished only when it is on the disk.
const write = (database, change) =>
  new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, "readwrite", { durability: "strict" });
    const request = change(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });

const onDisk = (database) => ({
  keeps: true,
  // n counts up over all windows, so it is the order of the taps whatever the clock does
  add: (entry) => write(database, (store) => store.add(entry)),
  change: (entry) => write(database, (store) => store.put(entry)),
  remove: (n) => write(database, (store) => store.delete(n)),
  all: () => done(database.transaction(STORE).objectStore(STORE).getAll()),
});

// A browser that keeps nothing: the taps live as long as the page, and the page says so.
const inMemory = () => {
  const entries = new Map();
  let last = 0;
  return {
    keeps: false,
    add: async (entry) => {
      last += 1;
      entries.set(last, { ...entry, n: last });
      return last;
    },
    change: async (entry) => entries.set(entry.n, entry),
    remove: async (n) => entries.delete(n),
    all: async () => [...entries.values()],
  };
};

const HANGS_MS = 5000;
const soon = (promise) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(reject, HANGS_MS, new Error("no store")))]);

globalThis.openTapStore = async () => {
  try {
    return onDisk(await soon(open()));
  } catch {
    return inMemory();
  }
};
