import { formatNumber } from '../../lib/format'
import { isolatedLtr } from '../../lib/i18n'
import { changeOf } from './range'

/** "+12.5%", under a figure of a table; nothing where there was nothing before, or no change. */
export function ChangeText({ now, before }: { now: number; before: number }) {
  const change = changeOf(now, before)
  const rounded = change === null ? 0 : tenths(change)
  return rounded === 0 ? null : <span class="change xs muted">{signed(rounded, '%')}</span>
}

export const tenths = (share: number) => Math.round(share * 1000) / 10

export const signed = (value: number, unit = '') =>
  isolatedLtr(`${value > 0 ? '+' : '−'}${formatNumber(Math.abs(value))}${unit}`)
