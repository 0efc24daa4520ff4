import type { Signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { tellTyping } from './api'
import { showPresence } from './presence'

/** Meta shows "typing…" for 25 seconds. */
const TYPING_EVERY_MS = 20_000
const STOPS_TYPING_MS = 4000

/** Other screens see who types; so does the person, as Meta allows. */
export function useTyping(id: string, text: Signal<string>, { isReply }: { isReply: boolean }) {
  const toldAt = useRef(0)
  useEffect(() => {
    if (text.value.trim() === '') return showPresence(id, false)
    showPresence(id, true)
    if (isReply && Date.now() - toldAt.current > TYPING_EVERY_MS && text.value.length > 1) {
      toldAt.current = Date.now()
      // A courtesy: without it nothing is lost.
      tellTyping(id).catch(() => {})
    }
    const timer = setTimeout(() => showPresence(id, false), STOPS_TYPING_MS)
    return () => clearTimeout(timer)
  }, [id, text.value, isReply])
}
