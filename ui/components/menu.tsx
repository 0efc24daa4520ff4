import { useSignal } from '@preact/signals'
import { Check, type LucideIcon } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'
import { Icon } from './icon'
import './layer.css'

export type MenuItem =
  | {
      label: ComponentChildren
      icon?: LucideIcon
      isIconDirectional?: boolean
      /** One of several: the chosen one has a tick in the place of the icon. */
      isChosen?: boolean
      tone?: 'danger'
      href?: string
      onSelect?: () => void
      /** Language of the label, when it is not the page's. */
      lang?: string
    }
  | 'line'

type Props = {
  /** The button that opens it: its classes, content and name. */
  trigger: { class: string; content: ComponentChildren; label?: string | undefined }
  items: MenuItem[]
  /** Where it lines up with the trigger. */
  from?: 'start' | 'end'
}

/** A native popover beside its button; arrows move, Esc closes, and the focus returns. */
export function Menu({ trigger, items, from = 'end' }: Props) {
  const id = useId()
  const menu = useRef<HTMLDivElement>(null)
  // Most menus are never opened, and a conversation has one for each message.
  const wasOpened = useSignal(false)
  const onToggle = (event: { newState: string }) => {
    if (event.newState === 'open') itemsOf(menu.current)[0]?.focus()
  }
  return (
    <>
      <button
        type="button"
        class={trigger.class}
        popovertarget={id}
        aria-haspopup="menu"
        aria-label={trigger.label}
        title={trigger.label}
      >
        {trigger.content}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        class={`menu ${from === 'start' ? 'from-start' : ''}`}
        onBeforeToggle={() => {
          wasOpened.value = true
        }}
        onToggle={onToggle}
        onKeyDown={(event) => moveFocus(event, menu.current)}
      >
        {wasOpened.value &&
          items.map((item, index) => (
            // Items of a menu stand in a fixed order.
            <Item key={index} item={item} onDone={() => menu.current?.hidePopover()} />
          ))}
      </div>
    </>
  )
}

function Item({ item, onDone }: { item: MenuItem; onDone: () => void }) {
  if (item === 'line') return <hr />
  const content = (
    <>
      {item.icon && (
        <Icon of={item.icon} size="sm" isDirectional={item.isIconDirectional ?? false} />
      )}
      {item.isChosen !== undefined && (
        <span class="item-tick">{item.isChosen && <Icon of={Check} size="sm" />}</span>
      )}
      <span>{item.label}</span>
    </>
  )
  const shared = { class: `item ${item.tone ?? ''}`, role: 'menuitem' as const, tabIndex: -1 }
  if (item.href) {
    return (
      <a {...shared} href={item.href} lang={item.lang} onClick={onDone}>
        {content}
      </a>
    )
  }
  const select = () => {
    onDone()
    item.onSelect?.()
  }
  return (
    <button {...shared} type="button" lang={item.lang} onClick={select}>
      {content}
    </button>
  )
}

const itemsOf = (menu: HTMLElement | null) =>
  Array.from(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])

const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

function moveFocus(event: KeyboardEvent, menu: HTMLElement | null) {
  const step = STEPS[event.code]
  if (event.code === 'Tab') menu?.hidePopover()
  if (!step) return
  event.preventDefault()
  const items = itemsOf(menu)
  const at = items.findIndex((item) => item.matches(':focus'))
  items[step(at, items.length)]?.focus()
}
