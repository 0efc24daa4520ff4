/** A promise of the product that did not hold. */
export class Violation extends Error {
  override name = 'Violation'

  constructor(
    /** I1 … I14, or a sentence of our own. */
    readonly invariant: string,
    detail: string,
  ) {
    super(`${invariant}: ${detail}`)
  }
}
