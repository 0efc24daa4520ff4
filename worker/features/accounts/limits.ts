import { DAY_MS, HOUR_MS } from '../../lib/time'

/** At most `most` per window of time and key. */
export type Limit = { most: number; windowMs: number }

/** Who is counted: an address, a browser, or the network somebody comes from. */
export const LIMITS = {
  mailsToAddressInHour: { most: 6, windowMs: HOUR_MS },
  mailsToAddressInDay: { most: 20, windowMs: DAY_MS },
  mailsByBrowser: { most: 12, windowMs: HOUR_MS },
  mailsByNetwork: { most: 60, windowMs: HOUR_MS },
  /** Invitations of one account, and to one address, from whichever account. */
  invitationsByAccount: { most: 100, windowMs: DAY_MS },
  invitationsToAddress: { most: 10, windowMs: DAY_MS },
  workspacesByUser: { most: 5, windowMs: DAY_MS },
  triesByBrowser: { most: 40, windowMs: HOUR_MS },
  triesByNetwork: { most: 200, windowMs: HOUR_MS },
  /** Looks at status pages of deletions; codes are not to be guessed. */
  looksByNetwork: { most: 300, windowMs: HOUR_MS },
  /** People who ask a business to delete them, on our public page. */
  asksByNetwork: { most: 10, windowMs: HOUR_MS },
  asksForPhone: { most: 3, windowMs: DAY_MS },
  /** People who join a business's list on its public page; a phone is counted for each business. */
  joinsByNetwork: { most: 30, windowMs: HOUR_MS },
  joinsOfPhone: { most: 5, windowMs: DAY_MS },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof LIMITS

/** Windows are fixed: a refusal says when the present one ends. */
export const windowStartOf = ({ windowMs }: Limit, now: number) => now - (now % windowMs)
export const windowEndOf = (limit: Limit, now: number) => windowStartOf(limit, now) + limit.windowMs

/** What counts as one network: an IPv4 address, or the /64 that a household or a server gets in IPv6. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped) return mapped
  if (!ip.includes(':')) return ip
  const [head = '', tail] = ip.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(gap).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
