import { DAY_MS, SECOND_MS } from '../../lib/time'

/** WhatsApp allows free replies for 24 hours after the person's last message to the same number, whose second it knows. */
export const windowUntil = (lastInboundAt: number | null): number | null =>
  lastInboundAt === null ? null : lastInboundAt - (lastInboundAt % SECOND_MS) + DAY_MS

export function isWindowOpen(lastInboundAt: number | null, now: number): boolean {
  const until = windowUntil(lastInboundAt)
  return until !== null && now < until
}
