/** Long enough for the requests of a burst to meet, far shorter than any answer of Meta's. */
const TURN_MS = 2

/**
 * Lets requests that come close together write in one turn of the event loop. Each turn that writes
 * is one commit, and commits, not statements, are what a send costs: without this the disk sets the
 * pace. Nothing is weakened: no answer leaves before the commit that holds its message.
 */
export class Turns {
  private next: Promise<void> | null = null

  wait(): Promise<void> {
    this.next ??= new Promise((resolve) => {
      setTimeout(() => {
        this.next = null
        resolve()
      }, TURN_MS)
    })
    return this.next
  }
}
