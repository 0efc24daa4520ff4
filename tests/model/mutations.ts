import { PLAIN } from './configurations'
import type { Invariant, Mutation, World } from './world'

/** A bug, what must notice it, and the smallest world in which it shows. */
export type MutationCase = {
  mutation: Mutation
  title: string
  breaks: Invariant
  world: Partial<World>
}

/** The seven that any proof of this engine must catch. */
export const KNOWN_MUTATIONS: MutationCase[] = [
  {
    mutation: 'post_without_claim',
    title: 'a message is POSTed without a claim',
    breaks: 'I1',
    world: {},
  },
  {
    mutation: 'lease_back_to_queued',
    title: 'a lease that ran out puts the row back into the queue',
    breaks: 'I1',
    world: {},
  },
  {
    mutation: 'repeat_without_answer',
    title: 'a timeout or a 5xx is tried again',
    breaks: 'I1',
    world: {},
  },
  {
    mutation: 'last_word_wins',
    title: 'the last word wins instead of the strongest',
    breaks: 'I6',
    world: { statuses: ['sent', 'delivered'] },
  },
  {
    mutation: 'no_sweep_of_lost_messages',
    title: 'nobody queues lost chunk messages again, and the broadcast never ends',
    breaks: 'I2',
    world: { consumers: 1 },
  },
  {
    mutation: 'record_without_token',
    title: 'an answer is recorded whatever claim it belongs to',
    breaks: 'I1',
    world: { answers: ['later'], databaseErrors: 'before_and_after', statuses: [] },
  },
  {
    mutation: 'claim_whatever_the_broadcast',
    title: 'the claim does not ask whether the broadcast runs',
    breaks: 'I5',
    world: { isCancellable: true, consumers: 1 },
  },
]

export const OWN_MUTATIONS: MutationCase[] = [
  {
    mutation: 'claim_before_it_opens',
    title: 'the claim does not ask whether its chunk is open',
    breaks: 'I5',
    world: { waits: true, consumers: 1, statuses: [] },
  },
  {
    mutation: 'cancelled_before_skipped',
    title: 'a broadcast is called cancelled while rows are queued',
    breaks: 'I2',
    world: { isCancellable: true, consumers: 1 },
  },
  {
    mutation: 'guess_after_unclear_claim',
    title: 'after an unclear claim the rows are taken to be won',
    breaks: 'I1',
    world: { databaseErrors: 'before_and_after', consumers: 1 },
  },
  {
    mutation: 'answer_for_whole_window',
    title: 'one answer is written to the whole window',
    breaks: 'I7',
    world: {},
  },
  {
    mutation: 'claim_who_opted_out',
    title: 'the claim does not ask whether the person opted out',
    breaks: 'I5',
    world: { peopleLeave: true, consumers: 1 },
  },
  {
    mutation: 'claim_whatever_the_account',
    title: 'the claim does not ask whether the account is active',
    breaks: 'I5',
    world: { accountEnds: true, consumers: 1 },
  },
  {
    mutation: 'cancel_takes_sending',
    title: 'cancelling also skips rows that are being sent',
    breaks: 'I4',
    world: { isCancellable: true, consumers: 1 },
  },
  {
    mutation: 'again_with_the_same_rows',
    title: 'sending again to those not confirmed uses the same rows',
    breaks: 'I1',
    world: { consumers: 1, sendsAgain: true },
  },
  {
    mutation: 'done_while_sending',
    title: 'a chunk is closed while a row is being sent',
    breaks: 'I2',
    world: {},
  },
  {
    mutation: 'freeze_without_limit',
    title: 'the freeze takes in more people than were confirmed',
    breaks: 'I8',
    world: { isHeld: true, mostPeople: 1 },
  },
  {
    mutation: 'freeze_forgets_a_row',
    title: 'the broadcast starts before the last row is frozen',
    breaks: 'I3',
    world: { isHeld: true },
  },
  {
    mutation: 'status_makes_a_row',
    title: 'a status about a deleted row writes it again',
    breaks: 'I12',
    world: { accountEnds: true, consumers: 1 },
  },
]

export const worldOf = ({ mutation, world }: MutationCase): World => ({
  ...PLAIN,
  ...world,
  mutation,
})
