import { CircleCheck, CircleDashed, CircleX, type LucideIcon, TriangleAlert } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { Icon } from './icon'
import './page-parts.css'

export type CheckState = 'ok' | 'warn' | 'failed' | 'waiting'

export type CheckItem = {
  key: string
  state: CheckState
  /** The state as a word, for screen readers. */
  stateText: string
  title: ComponentChildren
  note?: ComponentChildren
}

const CHECK_ICONS: Record<CheckState, LucideIcon> = {
  ok: CircleCheck,
  warn: TriangleAlert,
  failed: CircleX,
  waiting: CircleDashed,
}
const CHECK_TONES = { ok: 'ok', warn: 'warn', failed: 'danger' } as const

export const CheckList = ({
  items,
  isTwoColumns,
}: {
  items: CheckItem[]
  isTwoColumns?: boolean
}) => (
  <ul class={`checks ${isTwoColumns ? 'two' : ''}`}>
    {items.map((item) => (
      <li key={item.key}>
        <Icon
          of={CHECK_ICONS[item.state]}
          {...(item.state === 'waiting' ? {} : { tone: CHECK_TONES[item.state] })}
        />
        <div>
          <span class="vh">{item.stateText}: </span>
          <b>{item.title}</b>
          {item.note && <small>{item.note}</small>}
        </div>
      </li>
    ))}
  </ul>
)
