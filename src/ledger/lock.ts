import { DatabaseSync } from 'node:sqlite';

/**
 * The lock of a ledger's one writer: the operating system's, by way of SQLite, so that it goes with the process however
 * that ends. Undefined when another holds it.
 */
export function lockWriter(path: string): Disposable | undefined {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    // SQLITE_BUSY
    if ((error as { readonly errcode?: number }).errcode === 5) return undefined;
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}
