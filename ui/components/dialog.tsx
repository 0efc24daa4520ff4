import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { m } from '../paraglide/messages.js'
import { Button } from './button'
import './layer.css'

type DialogProps = {
  title: ComponentChildren
  isOpen: boolean
  /** Esc, the backdrop and Cancel all end here. */
  onClose: () => void
  children: ComponentChildren
  isWide?: boolean
}

/** Native and modal: the browser traps the focus; it goes back to the opener. */
export function Dialog({ title, isOpen, onClose, children, isWide }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const isPressedOutside = useRef(false)
  const titleId = useId()
  useEffect(() => {
    if (!isOpen) return
    const opener = document.activeElement
    dialog.current?.showModal()
    // The browser would do this on close, but a closed dialog is not on the page any more.
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [isOpen])
  if (!isOpen) return null
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes by Esc, the cancel event
    <dialog
      ref={dialog}
      class={isWide ? 'wide' : ''}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      // The dialog's own edge is not the backdrop, and who selects text may let go of it out there.
      onPointerDown={(event) => {
        isPressedOutside.current = isOutside(event, dialog.current)
      }}
      onClick={(event) => {
        if (isPressedOutside.current && isOutside(event, dialog.current)) onClose()
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  )
}

function isOutside({ target, clientX: x, clientY: y }: MouseEvent, dialog: HTMLElement | null) {
  if (!dialog || target !== dialog) return false
  const { left, right, top, bottom } = dialog.getBoundingClientRect()
  return x < left || x > right || y < top || y > bottom
}

type ConfirmProps = {
  /** Restates the object and the number: "Delete 312 contacts?" */
  title: ComponentChildren
  isOpen: boolean
  children?: ComponentChildren
  /** Repeats verb and number: "Delete 312 contacts". */
  confirmLabel: ComponentChildren
  tone?: 'danger'
  isBusy?: boolean
  onConfirm: () => void
  onCancel: () => void
}

/** For what can't be undone. The focus starts on Cancel. */
export function ConfirmDialog(props: ConfirmProps) {
  const { title, isOpen, children, confirmLabel, tone, isBusy, onConfirm, onCancel } = props
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onCancel}>
      {children}
      <div class="dialog-acts">
        <Button onClick={onCancel} autofocus>
          {m.common_cancel()}
        </Button>
        <Button
          variant={tone === 'danger' ? 'danger-solid' : 'primary'}
          isBusy={isBusy}
          onClick={onConfirm}
        >
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  )
}
