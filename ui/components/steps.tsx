import { Check } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { formatNumber } from '../lib/format'
import { m } from '../paraglide/messages.js'
import { Button } from './button'
import { Icon } from './icon'
import './page-parts.css'
import './steps.css'

const Mark = ({ number, isDone }: { number: number; isDone: boolean }) => (
  <span class="mk" aria-hidden="true">
    {isDone ? <Icon of={Check} size="xs" /> : formatNumber(number)}
  </span>
)

export type WizardStep = { key: string; label: string; href?: string | undefined }

/** Where one is in a job of several pages; what is done can be gone back to. */
export function Wizard({ steps, current }: { steps: WizardStep[]; current: string }) {
  const at = steps.findIndex((step) => step.key === current)
  return (
    <ol class="wizard" aria-label={m.common_steps()}>
      {steps.map((step, index) => (
        <li
          key={step.key}
          class={index < at ? 'done' : index === at ? 'cur' : ''}
          aria-current={index === at ? 'step' : undefined}
        >
          <Mark number={index + 1} isDone={index < at} />
          {step.href && index < at ? (
            <a href={step.href}>{step.label}</a>
          ) : (
            <span>{step.label}</span>
          )}
        </li>
      ))}
    </ol>
  )
}

type SectionProps = {
  number: number
  title: string
  state: 'open' | 'done' | 'waiting'
  /** One line that says the outcome, shown while it is folded. */
  summary?: ComponentChildren
  /** Unfolds it again. */
  onOpen?: (() => void) | undefined
  openLabel?: string
  children?: ComponentChildren
}

/** One of several sections that open in turn on a single page. */
export function StepSection(props: SectionProps) {
  const { number, title, state, summary, onOpen, openLabel, children } = props
  const id = useId()
  const isOpen = state === 'open'
  return (
    <section class={`step ${state}`} aria-labelledby={id}>
      <header>
        <Mark number={number} isDone={state === 'done'} />
        <h2 id={id}>{title}</h2>
        {!isOpen && <p class="sum md muted">{summary}</p>}
        {!isOpen && onOpen && (
          <Button variant="quiet" size="slim" onClick={onOpen} aria-expanded={false}>
            {openLabel ?? m.common_change()}
          </Button>
        )}
      </header>
      {isOpen && <div class="in">{children}</div>}
    </section>
  )
}
