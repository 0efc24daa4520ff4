/** What the object that deletes an account has to know before it can look anything up. */
export type DeletionOrder = { accountId: string; shard: string; code: string; startsAt: number }

/** One per account, named `<account id>:deletion`. */
export type DeletionStub = {
  /** Writes the order down and sets the alarm; repeating it changes nothing. */
  begin(order: DeletionOrder): Promise<void>
  /** Works on now, instead of waiting for the next try. */
  hurry(): Promise<void>
  /** The request was taken back: nothing of it stays. */
  forget(): Promise<void>
}

export type Deletions = { of(accountId: string): DeletionStub }

export const openDeletions = (namespace: { getByName(name: string): DeletionStub }): Deletions => ({
  of: (accountId) => namespace.getByName(`${accountId}:deletion`),
})
