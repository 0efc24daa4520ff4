import { type LucideIcon, X } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { m } from '../paraglide/messages.js'
import './chip.css'
import { Icon } from './icon'
import { CutName } from './isolate'

export type Tone = 'accent' | 'ok' | 'info' | 'warn' | 'danger'

type ChipProps = {
  icon: LucideIcon
  isIconDirectional?: boolean
  /** Without one it is muted. */
  tone?: Tone | undefined
  children: ComponentChildren
}

/** A state: icon, word and soft colour, so that none of them carries the meaning alone. */
export const Chip = ({ icon, isIconDirectional, tone, children }: ChipProps) => (
  <span class={`chip ${tone ?? ''}`}>
    <Icon of={icon} size="xs" isDirectional={isIconDirectional ?? false} />
    {children}
  </span>
)

export const Tag = ({ name }: { name: string }) => (
  <span class="tag">
    <CutName value={name} />
  </span>
)

type PillProps = {
  children: ComponentChildren
  icon?: LucideIcon
  /** What the × takes away, for screen readers. */
  removeLabel?: string
  onRemove?: () => void
  look?: 'on' | 'cut'
}

/** Something chosen, with its own ×. */
export const Pill = ({ children, icon, removeLabel, onRemove, look }: PillProps) => (
  <span class={`pill ${look ?? ''}`}>
    {icon && <Icon of={icon} size="sm" />}
    {children}
    {onRemove && (
      <button
        type="button"
        class="pill-x"
        aria-label={removeLabel ?? m.common_remove()}
        onClick={onRemove}
      >
        <Icon of={X} size="xs" />
      </button>
    )}
  </span>
)

type ChoicePillProps = {
  children: ComponentChildren
  href: string
  isCurrent: boolean
  count?: string
}

/** One of a few filters of a list; a link, since the URL is the state. */
export const ChoicePill = ({ children, href, isCurrent, count }: ChoicePillProps) => (
  <a class={`pill ${isCurrent ? 'on' : ''}`} href={href} aria-current={isCurrent || undefined}>
    {children}
    {count !== undefined && <span class="k num">{count}</span>}
  </a>
)

export const Avatar = ({ name, size }: { name: string; size?: 'lg' }) => (
  <span class={`avatar ${size ?? ''}`} aria-hidden="true">
    {initials(name)}
  </span>
)

/** First letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.split(/[\s־-]+/).filter((word) => /\p{L}/u.test(word))
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => word?.match(/\p{L}/u)?.[0] ?? '',
  )
  return letters.join('').toUpperCase() || '#'
}
