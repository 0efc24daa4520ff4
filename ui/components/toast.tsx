import { signal } from '@preact/signals'
import { Undo2, X } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { announce } from '../lib/announce'
import { useShortcut } from '../lib/keyboard'
import { m } from '../paraglide/messages.js'
import { Button, IconButton } from './button'
import './layer.css'

export type Toast = {
  text: string
  /** Takes the action back; shown for 8 seconds, longer while the pointer or the focus rests on it. */
  undo?: () => void
  tone?: 'danger'
}

const SHOWN_MS = 8000
const toasts = signal<(Toast & { id: number })[]>([])
let lastId = 0

export function showToast(toast: Toast) {
  lastId += 1
  // Two at most: more would hide the page.
  toasts.value = [...toasts.value.slice(-1), { ...toast, id: lastId }]
  announce(toast.text, { isUrgent: toast.tone === 'danger' })
}

const dismiss = (id: number) => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

export function Toaster() {
  useShortcut({
    codes: ['KeyZ'],
    withModifier: true,
    label: m.shortcut_undo,
    run: () => undoLatest(),
  })
  return (
    <section class="toasts" aria-label={m.common_notices()}>
      {toasts.value.map((toast) => (
        <ToastRow key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function undoLatest() {
  const latest = toasts.peek().findLast((toast) => toast.undo)
  if (!latest) return
  dismiss(latest.id)
  latest.undo?.()
}

function ToastRow({ toast }: { toast: Toast & { id: number } }) {
  const timer = useRef(0)
  const resume = () => {
    timer.current = window.setTimeout(() => dismiss(toast.id), SHOWN_MS)
  }
  const pause = () => clearTimeout(timer.current)
  useEffect(() => {
    resume()
    return pause
  }, [])
  const undo = () => {
    dismiss(toast.id)
    toast.undo?.()
  }
  return (
    // Hover and focus only stop the clock; nothing is activated here.
    <div
      class={`toast ${toast.tone ?? ''}`}
      onPointerEnter={pause}
      onPointerLeave={resume}
      onFocusIn={pause}
      onFocusOut={resume}
    >
      <span>{toast.text}</span>
      {toast.undo && (
        <Button size="slim" icon={Undo2} isIconDirectional onClick={undo}>
          {m.common_undo()}
        </Button>
      )}
      <IconButton
        icon={X}
        label={m.common_close()}
        size="slim"
        variant="quiet"
        onClick={() => dismiss(toast.id)}
      />
    </div>
  )
}
