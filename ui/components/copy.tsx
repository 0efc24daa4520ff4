import { useSignal } from '@preact/signals'
import { Check, Copy } from 'lucide-preact'
import { announce } from '../lib/announce'
import { m } from '../paraglide/messages.js'
import './button.css'
import { copyText } from './copy-text'
import { Icon } from './icon'
import { Code } from './isolate'

const THANKS_MS = 1600

/** An id, key, address or phone, and the button that copies it: the whole is the button. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const isCopied = useSignal(false)
  const copy = async () => {
    if (!(await copyText(text))) return
    isCopied.value = true
    announce(m.common_copied())
    setTimeout(() => {
      isCopied.value = false
    }, THANKS_MS)
  }
  return (
    <button type="button" class="codecopy" onClick={copy} title={m.common_copy()}>
      {label && <span class="sm muted">{label}</span>}
      <Code>{text}</Code>
      <Icon of={isCopied.value ? Check : Copy} size="sm" />
      <span class="vh">{m.common_copy()}</span>
    </button>
  )
}
