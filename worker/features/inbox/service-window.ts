import { DAY_MS } from '../../lib/time'

/** WhatsApp allows free replies for 24 hours after the person's last message to the same number. */
export const windowUntil = (lastInboundAt: number | null): number | null =>
  lastInboundAt === null ? null : lastInboundAt + DAY_MS

export const isWindowOpen = (lastInboundAt: number | null, now: number): boolean =>
  lastInboundAt !== null && now < lastInboundAt + DAY_MS
