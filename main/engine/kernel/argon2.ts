// Argon2id (RFC 9106), wherever a key comes out of what a person entered. By Node's own code where it has any, which takes half the time and another
// thread; Electron's has none (its BoringSSL).
import * as nodeCrypto from 'node:crypto';
import { argon2id } from 'hash-wasm';

export interface Argon2Cost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** 32 bytes. */
export async function argon2idKey(password: string, salt: Uint8Array, { memoryKiB, passes, parallelism }: Argon2Cost): Promise<Uint8Array> {
  const native: typeof nodeCrypto.argon2 | undefined = nodeCrypto.argon2;
  if (native === undefined)
    return argon2id({ password, salt, memorySize: memoryKiB, iterations: passes, parallelism, hashLength: 32, outputType: 'binary' });
  return new Promise((resolve, reject) => {
    const parameters = { message: password, nonce: salt, memory: memoryKiB, passes, parallelism, tagLength: 32 };
    native('argon2id', parameters, (error, key) => (error ? reject(error) : resolve(new Uint8Array(key))));
  });
}
