import type { FollowUpKind } from '../../contract/broadcast-recipients'
import type { Filter, Rule } from '../../contract/segments'

type BroadcastRule = Extract<Rule, { on: 'broadcast' }>

/** Whoever another try of the message reached is not among those who did not get it. */
const MOST_RETRIES = 8

/** People of a broadcast by what became of their message, as rows of a segment. */
export function followUpFilter(
  broadcastId: string,
  retryIds: string[],
  who: FollowUpKind,
  code: number | undefined,
): Filter {
  const is = (op: BroadcastRule['op'], id = broadcastId): Rule => ({
    on: 'broadcast',
    op,
    broadcastId: id,
  })
  const unreached = retryIds.slice(0, MOST_RETRIES).map((id) => is('not_got', id))
  switch (who) {
    case 'missed':
      return all(is('missed'), ...unreached)
    case 'failed':
      return all({ ...is('failed'), ...(code !== undefined && { code }) }, ...unreached)
    case 'silent':
      return all(is('read'), is('not_replied'))
    case 'unread':
    case 'replied':
    case 'tapped':
      return all(is(who))
  }
}

const all = (...rules: Rule[]): Filter => ({ join: 'all', rules })
