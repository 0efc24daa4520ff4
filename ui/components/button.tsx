import type { LucideIcon } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import './button.css'
import { Icon } from './icon'

type Look = {
  variant?: 'primary' | 'danger' | 'danger-solid' | 'quiet' | undefined
  size?: 'slim' | 'tall' | undefined
  icon?: LucideIcon | undefined
  isIconDirectional?: boolean | undefined
  isBlock?: boolean | undefined
}

const classOf = (look: Look, isIcon = false) =>
  ['btn', look.variant?.replace('-', ' '), look.size, look.isBlock && 'block', isIcon && 'icon']
    .filter(Boolean)
    .join(' ')

type ButtonProps = Look & {
  children: ComponentChildren
  onClick?: ((event: MouseEvent) => void) | undefined
  type?: 'button' | 'submit'
  /** Keeps label and width, and can't be pressed again. */
  isBusy?: boolean | undefined
  isDisabled?: boolean | undefined
  id?: string
  title?: string
  autofocus?: boolean
} & AriaProps

type AriaProps = {
  'aria-expanded'?: boolean | undefined
  'aria-controls'?: string | undefined
  'aria-describedby'?: string | undefined
}

export function Button(props: ButtonProps) {
  const { children, onClick, type = 'button', isBusy, isDisabled, ...rest } = props
  const { variant, size, icon, isIconDirectional, isBlock, ...attributes } = rest
  return (
    <button
      {...attributes}
      class={classOf({ variant, size, isBlock })}
      type={type}
      disabled={isDisabled ?? false}
      aria-busy={isBusy ? 'true' : undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {icon && <Icon of={icon} size="sm" isDirectional={isIconDirectional ?? false} />}
      {children}
    </button>
  )
}

type LinkButtonProps = Look & {
  children: ComponentChildren
  href: string
  download?: boolean | undefined
}

/** Looks like a button, is a link: it goes somewhere and changes nothing. */
export function LinkButton({ children, href, download, ...look }: LinkButtonProps) {
  return (
    <a class={classOf(look)} href={href} {...(download ? { download: '' } : {})}>
      {look.icon && (
        <Icon of={look.icon} size="sm" isDirectional={look.isIconDirectional ?? false} />
      )}
      {children}
    </a>
  )
}

type IconButtonProps = Omit<Look, 'icon'> & {
  icon: LucideIcon
  /** Its name: there is no visible text. */
  label: string
  onClick?: ((event: MouseEvent) => void) | undefined
  isBusy?: boolean | undefined
  isDisabled?: boolean | undefined
} & AriaProps

export function IconButton(props: IconButtonProps) {
  const { icon, label, onClick, isBusy, isDisabled, isIconDirectional, ...rest } = props
  const { variant, size, isBlock, ...attributes } = rest
  return (
    <button
      {...attributes}
      class={classOf({ variant, size, isBlock }, true)}
      type="button"
      aria-label={label}
      title={label}
      disabled={isDisabled ?? false}
      aria-busy={isBusy ? 'true' : undefined}
      onClick={(event) => {
        if (!isBusy) onClick?.(event)
      }}
    >
      <Icon of={icon} size="sm" isDirectional={isIconDirectional ?? false} />
    </button>
  )
}
