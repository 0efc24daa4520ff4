const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** An id as the server makes them: 26 random letters of base32. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(26)), (byte) => ALPHABET[byte % 32]).join('')
