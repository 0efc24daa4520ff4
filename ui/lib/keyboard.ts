import { signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'

export type Shortcut = {
  /** Physical keys (`event.code`), since on a Hebrew layout K types ל. Two codes are pressed in turn. */
  codes: string[]
  /** Ctrl, or ⌘ on a Mac. */
  withModifier?: boolean
  withShift?: boolean
  /** What it does, for the sheet of shortcuts; a function, so that it follows the language. */
  label: () => string
  run: () => void
}

const SEQUENCE_MS = 1200
const SINGLE_KEYS_OFF = 'shortcuts-off'

export const shortcuts = signal<Shortcut[]>([])
export const singleKeysAreOn = signal(localStorage.getItem(SINGLE_KEYS_OFF) === null)

/** WCAG 2.1.4: whoever speaks or has a tremor can switch single keys off. */
export function switchSingleKeys(isOn: boolean) {
  singleKeysAreOn.value = isOn
  if (isOn) localStorage.removeItem(SINGLE_KEYS_OFF)
  else localStorage.setItem(SINGLE_KEYS_OFF, '1')
}

/** The shortcut lives as long as the component that offers it. */
export function useShortcut(shortcut: Shortcut) {
  const latest = useRef(shortcut)
  latest.current = shortcut
  useEffect(() => {
    const mine: Shortcut = {
      ...shortcut,
      label: () => latest.current.label(),
      run: () => latest.current.run(),
    }
    shortcuts.value = [...shortcuts.value, mine]
    return () => {
      shortcuts.value = shortcuts.value.filter((other) => other !== mine)
    }
  }, [])
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

let previous = { code: '', at: 0 }

export function listenToKeys() {
  addEventListener('keydown', (event) => {
    if (event.repeat || event.altKey || event.isComposing) return
    const hasModifier = isMac ? event.metaKey : event.ctrlKey
    const isPlain = !event.ctrlKey && !event.metaKey
    const found = shortcuts.value.findLast((shortcut) => matches(shortcut, event, hasModifier))
    const isAllowed =
      found?.withModifier || (isPlain && !isTyping(event.target) && singleKeysAreOn.value)
    previous = { code: event.code, at: event.timeStamp }
    // A modal dialog owns the keyboard while it is open.
    if (!found || !isAllowed || document.querySelector('dialog[open]')) return
    event.preventDefault()
    found.run()
  })
}

function matches(shortcut: Shortcut, event: KeyboardEvent, hasModifier: boolean): boolean {
  const last = shortcut.codes.at(-1)
  if (last !== event.code) return false
  if ((shortcut.withModifier ?? false) !== hasModifier) return false
  if ((shortcut.withShift ?? false) !== event.shiftKey) return false
  if (shortcut.codes.length === 1) return true
  return previous.code === shortcut.codes[0] && event.timeStamp - previous.at < SEQUENCE_MS
}
