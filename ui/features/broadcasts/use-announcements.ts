import { useEffect, useRef } from 'preact/hooks'
import type { ProgressView } from '../../../worker/contract/broadcasts'
import { announce } from '../../lib/announce'
import { formatPercent } from '../../lib/format'
import { isolated } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { figuresOf } from './figures'
import { stateName } from './state'

const PARTS = 10

/** Screen readers hear changes of state and each tenth, not each frame. */
export function useAnnouncements(name: string, progress: ProgressView) {
  const { state } = progress
  const part = Math.floor(figuresOf(progress).share * PARTS)
  const said = useRef({ state, part })
  useEffect(() => {
    const before = said.current
    said.current = { state, part: Math.max(part, before.part) }
    if (state !== before.state) {
      announce(m.broadcast_announce_state({ name: isolated(name), state: stateName(state) }))
    } else if (part > before.part) {
      const share = formatPercent(part / PARTS, 0)
      announce(m.broadcast_announce({ name: isolated(name), share }))
    }
  }, [state, part])
}
