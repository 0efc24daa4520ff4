/**
 * What a code means for the one message that was refused; the classes are Meta's guidance read for a
 * broadcast engine. Meta says: decide by the code, not by the HTTP status or the title.
 */
export type Handling =
  | 'retry_backoff' // not accepted: this recipient again, later
  | 'slow_number' // not accepted: the number is too fast, everybody waits
  | 'recipient_unreachable' // this person can't be reached
  | 'opted_out' // this person wants no marketing
  | 'hold_recipient' // not now, or not with this kind of message
  | 'stop_broadcast' // more sends would fail the same way or do harm
  | 'reconnect' // the token or its permissions are gone
  | 'programming_error' // our request is wrong for this person or for all
  | 'ambiguous' // Meta may have accepted it: never repeated by a machine
  | 'not_send_path' // registration, templates, calling: unexpected here

const CODES_BY_HANDLING: Record<Handling, number[]> = {
  retry_backoff: [131056, 134101],
  slow_number: [4, 613, 80007, 80008, 130429, 131057],
  recipient_unreachable: [131021, 131026, 137000],
  opted_out: [130403, 131050],
  hold_recipient: [130472, 131047, 131049],
  stop_broadcast: [
    368, 130497, 131031, 131037, 131042, 131045, 131048, 131063, 131064, 132001, 132007, 132015,
    132016, 132068, 132069, 133010, 134011, 134102,
  ],
  reconnect: [0, 3, 10, 33, 102, 190, 131005],
  programming_error: [
    100, 104, 131008, 131009, 131030, 131051, 131053, 131055, 131062, 132000, 132005, 132008,
    132012, 132018, 134100, 135000,
  ],
  ambiguous: [1, 2, 506, 131000, 131016],
  not_send_path: [
    131044, 131052, 131060, 133000, 133004, 133005, 133006, 133008, 133009, 133015, 133016, 136025,
    147001, 147002, 147003, 147004, 147005, 200005, 200006, 200007, 1752041, 2388012, 2388019,
    2388023, 2388024, 2388039, 2388040, 2388047, 2388072, 2388073, 2388091, 2388093, 2388103,
    2388293, 2388299, 2494100, 2593107, 2593108,
  ],
}

/** Whole ranges that Meta documents as one. */
const RANGES: { first: number; last: number; handling: Handling }[] = [
  { first: 200, last: 299, handling: 'reconnect' },
  { first: 138000, last: 138018, handling: 'not_send_path' },
  { first: 139000, last: 139000, handling: 'not_send_path' },
  { first: 139100, last: 139103, handling: 'not_send_path' },
]

// The table's keys are the union above: Object.entries only forgets it.
const HANDLING_BY_CODE = new Map(
  (Object.entries(CODES_BY_HANDLING) as [Handling, number[]][]).flatMap(([handling, codes]) =>
    codes.map((code) => [code, handling] as const),
  ),
)

/** Meta's answer to one POST, in our words. */
export type SendAnswer =
  | { kind: 'accepted'; wamid: string; isHeld: boolean; waId: string | null }
  | { kind: 'refused'; code: number; handling: Exclude<Handling, 'ambiguous'> }
  | { kind: 'ambiguous'; code: number | null }

/** Null for a code in no list. */
export function handlingOf(code: number): Handling | null {
  const range = RANGES.find(({ first, last }) => code >= first && code <= last)
  return HANDLING_BY_CODE.get(code) ?? range?.handling ?? null
}

/** Classes whose codes say that nothing was accepted, whatever HTTP status is around them. */
const NOT_ACCEPTED = new Set<Handling>([
  'retry_backoff',
  'slow_number',
  'stop_broadcast',
  'reconnect',
])

/** The class of a refused POST. */
export function handlingOfRefusal(
  httpStatus: number,
  code: number | null,
  subcode: number | null,
): Handling {
  // "Object missing or not visible to this token."
  if (code === 100 && subcode === 33) return 'reconnect'
  const known = code === null ? null : handlingOf(code)
  if (httpStatus >= 500) return known && NOT_ACCEPTED.has(known) ? known : 'ambiguous'
  if (known) return known
  return httpStatus === 429 ? 'slow_number' : 'programming_error'
}

/** Reasons that can pass: people who failed with these may get another try. */
export const RETRYABLE_CODES = [
  4, 613, 80007, 80008, 130429, 130472, 131000, 131016, 131049, 131056, 131057, 134101,
]
export const isRetryableLater = (code: number): boolean => RETRYABLE_CODES.includes(code)
