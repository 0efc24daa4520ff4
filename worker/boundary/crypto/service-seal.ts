import { keyIdOf, keyIdOfBytes, open, openBytes, seal, sealBytes } from './sealing'
import { deriveServiceKey, type Keks } from './wrapping'

/** What is sealed although it belongs to no account's key. */
export type ServicePurpose =
  /** A webhook body too large for a queue message, until it is known whose it is. */
  | 'events'
  /** A token whose account is gone and whose access Meta has still to be asked to end. */
  | 'deletion'
  /** What somebody without an account wrote to the operator. */
  | 'cases'

/** Sealed under the key-encryption key itself, bound to purpose and id; short-lived by its use. */
export type ServiceSeal = {
  seal(purpose: ServicePurpose, id: string, plain: string): Promise<string>
  open(purpose: ServicePurpose, id: string, sealed: string): Promise<string>
  /** The same for whole files. */
  sealBytes(purpose: ServicePurpose, id: string, plain: Uint8Array): Promise<Blob>
  openBytes(purpose: ServicePurpose, id: string, sealed: Uint8Array): Promise<Uint8Array>
}

export function openServiceSeal(keks: Keks): ServiceSeal {
  const at = async (purpose: ServicePurpose, id: string, kekId: string) =>
    [
      await deriveServiceKey(keks, kekId, purpose),
      { accountId: 'service', field: purpose, rowId: id, keyId: kekId },
    ] as const
  return {
    seal: async (purpose, id, plain) => seal(...(await at(purpose, id, keks.current)), plain),
    open: async (purpose, id, sealed) => open(...(await at(purpose, id, keyIdOf(sealed))), sealed),
    sealBytes: async (purpose, id, plain) =>
      sealBytes(...(await at(purpose, id, keks.current)), plain),
    openBytes: async (purpose, id, sealed) =>
      openBytes(...(await at(purpose, id, keyIdOfBytes(sealed))), sealed),
  }
}
