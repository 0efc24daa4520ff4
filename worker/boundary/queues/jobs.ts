import * as v from 'valibot'

const accountId = v.string()

/** One message on `sends`: one chunk of a broadcast. */
export const SendJob = v.object({
  type: v.literal('broadcast.send'),
  accountId,
  broadcastId: v.string(),
  chunk: v.number(),
})

/** One message on `events`: one verified webhook body, or the R2 key of one too large for a message. */
export const EventJob = v.variant('type', [
  v.object({ type: v.literal('webhook.body'), body: v.string(), receivedAt: v.number() }),
  v.object({ type: v.literal('webhook.stored'), fileKey: v.string(), receivedAt: v.number() }),
])

/** Everything that takes time and is neither of the above. A changed shape gets a new name. */
export const ChoreJob = v.variant('type', [
  v.object({ type: v.literal('contacts.import'), accountId, importId: v.string() }),
  v.object({ type: v.literal('contacts.bulk'), accountId, editId: v.string() }),
  /** What was written with two people who became one, or are two again, follows them. */
  v.object({ type: v.literal('contacts.merge'), accountId, mergeId: v.string() }),
  /** Compares all contacts with each other. */
  v.object({ type: v.literal('contacts.duplicates'), accountId }),
  v.object({ type: v.literal('templates.sync'), accountId, connectionId: v.string() }),
  v.object({
    type: v.literal('template.refresh'),
    accountId,
    connectionId: v.string(),
    templateId: v.string(),
  }),
  v.object({ type: v.literal('templates.sweep') }),
  v.object({ type: v.literal('numbers.refresh'), accountId, connectionId: v.string() }),
  v.object({ type: v.literal('broadcast.freeze'), accountId, broadcastId: v.string() }),
  /** The time of a part has come. */
  v.object({ type: v.literal('broadcast.open'), accountId, broadcastId: v.string() }),
  v.object({ type: v.literal('broadcast.cancel'), accountId, broadcastId: v.string() }),
  /** Statuses of a crowd that wait for each other. */
  v.object({ type: v.literal('statuses.fold'), accountId }),
  v.object({ type: v.literal('message.deliver'), accountId, messageId: v.string() }),
  /** A file that a person sent, to be brought from Meta while it has it. */
  v.object({
    type: v.literal('media.keep'),
    accountId,
    contactId: v.string(),
    messageId: v.string(),
  }),
  /** What was given to somebody who answers no more is nobody's; `by` took them out. */
  v.object({
    type: v.literal('conversations.give_back'),
    accountId,
    userId: v.string(),
    by: v.string(),
  }),
  /** An account's part of a webhook that failed too often, sealed in R2, asked for again by a person. */
  v.object({ type: v.literal('webhook.dead'), accountId, fileKey: v.string() }),
  /** Asks Meta how a connection is. */
  v.object({ type: v.literal('connection.check'), accountId, connectionId: v.string() }),
  v.object({ type: v.literal('connections.health') }),
  /** Meta said that somebody took our access away. */
  v.object({ type: v.literal('connection.deauthorized'), accountId, connectionId: v.string() }),
  /** Somebody outside asked to be deleted: the owners concerned are told. */
  v.object({ type: v.literal('people.tell'), caseId: v.string() }),
  v.object({ type: v.literal('account.export'), accountId, exportId: v.string() }),
  v.object({ type: v.literal('account.retain'), accountId }),
  v.object({ type: v.literal('deletions.sweep') }),
  v.object({ type: v.literal('retention.sweep') }),
  v.object({ type: v.literal('broadcasts.sweep') }),
  v.object({ type: v.literal('contacts.sweep') }),
  v.object({ type: v.literal('inbox.sweep') }),
  v.object({ type: v.literal('accounts.purge') }),
  v.object({ type: v.literal('connections.sweep') }),
  v.object({ type: v.literal('webhooks.sweep') }),
  v.object({ type: v.literal('keys.sweep') }),
  /** Seals anew what a data key sealed that is being replaced. */
  v.object({ type: v.literal('keys.reseal'), accountId, keyId: v.string() }),
  v.object({ type: v.literal('usage.sweep') }),
  v.object({ type: v.literal('usage.rebuild'), accountId }),
  /** Applies the archived webhooks of a day again, from behind an object on. */
  v.object({
    type: v.literal('webhooks.replay'),
    accountId,
    day: v.string(),
    after: v.string(),
  }),
  v.object({ type: v.literal('keys.rotate_all'), shard: v.string(), after: v.string() }),
])

export const Job = v.variant('type', [EventJob, SendJob, ChoreJob])
export type Job = v.InferOutput<typeof Job>
export type SendJob = v.InferOutput<typeof SendJob>
export type EventJob = v.InferOutput<typeof EventJob>
export type ChoreJob = v.InferOutput<typeof ChoreJob>
export type JobOf<T extends Job['type']> = Extract<Job, { type: T }>

/** What a handler says of its job; only `consume.ts` acknowledges. */
export type Verdict = 'done' | { retryAfterSeconds: number }
