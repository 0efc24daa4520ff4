import { Search, X } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { useShortcut } from '../lib/keyboard'
import { m } from '../paraglide/messages.js'
import './field.css'
import { Icon } from './icon'

type SearchProps = {
  label: string
  value: string
  /** Called when typing rests, and at once on clearing. */
  onSearch: (text: string) => void
}

const TYPING_RESTS_MS = 250

/** The page's search; `/` puts the focus here. */
export function SearchField({ label, value, onSearch }: SearchProps) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef(0)
  useShortcut({ codes: ['Slash'], label: m.shortcut_search, run: () => input.current?.focus() })
  // Back and "clear all" change the text from outside; while somebody types, theirs wins.
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = value
  }, [value])
  // What was typed just before another page was opened is no search of that one.
  useEffect(() => () => clearTimeout(timer.current), [])
  const search = (text: string, restMs: number) => {
    clearTimeout(timer.current)
    timer.current = window.setTimeout(() => onSearch(text.trim()), restMs)
  }
  const clear = () => {
    if (!input.current) return
    input.current.value = ''
    input.current.focus()
    search('', 0)
  }
  return (
    <search class="input-icon">
      <Icon of={Search} size="sm" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        defaultValue={value}
        dir="auto"
        enterkeyhint="search"
        onInput={(event) => search(event.currentTarget.value, TYPING_RESTS_MS)}
      />
      {value && (
        <button type="button" class="pill-x" aria-label={m.common_clear_search()} onClick={clear}>
          <Icon of={X} size="xs" />
        </button>
      )}
    </search>
  )
}
