import { formatNumber } from '../../lib/format'

/** The server counts up to here. */
const MOST_COUNTED = 100

export const countOf = (count: number) =>
  count >= MOST_COUNTED ? `${formatNumber(MOST_COUNTED - 1)}+` : formatNumber(count)
