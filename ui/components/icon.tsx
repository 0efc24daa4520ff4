import type { LucideIcon } from 'lucide-preact'
import './icon.css'

type Props = {
  of: LucideIcon
  size?: 'xs' | 'sm' | 'lg'
  /** Icons that mean a direction (back, next, send, reply, undo) are mirrored in Hebrew; others never. */
  isDirectional?: boolean
  tone?: 'ok' | 'warn' | 'danger' | 'info' | 'accent'
}

/** Always beside a word, or inside a button that has a name: the picture itself says nothing. */
export function Icon({ of: Drawing, size, isDirectional, tone }: Props) {
  const classes = ['i', size && `i-${size}`, isDirectional && 'i-dir', tone && `t-${tone}`].filter(
    Boolean,
  )
  return <Drawing class={classes.join(' ')} aria-hidden="true" />
}
