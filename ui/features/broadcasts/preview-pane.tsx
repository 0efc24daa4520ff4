import { useSignal } from '@preact/signals'
import { ArrowLeft, ArrowRight } from 'lucide-preact'
import type { PreviewView } from '../../../worker/contract/broadcast-plan'
import { IconButton } from '../../components/button'
import { Name } from '../../components/isolate'
import { useDebounced } from '../../lib/debounced'
import { formatNumber } from '../../lib/format'
import { isolated, rich } from '../../lib/i18n'
import { formatPhone } from '../../lib/phone'
import { m } from '../../paraglide/messages.js'
import { useSession } from '../accounts/session'
import { samplesOf } from '../templates/filling'
import { MessagePreview } from '../templates/message-preview'
import type { Writing } from './composer'
import { usePreview } from './model'
import { skipTitle } from './skip-reasons'

const TYPING_RESTS_MS = 300

/** The message on a phone, as real recipients see it; with the template's examples before there are any. */
export function PreviewPane({ writing }: { writing: Writing }) {
  const { template, view, plan } = writing
  const { account } = useSession()
  const at = useSignal(0)
  const typed = useSignal('')
  const q = useDebounced(typed.value.trim(), TYPING_RESTS_MS)
  const preview = usePreview(view.id, view.version, q, (plan?.chosen ?? 0) > 0)
  if (!template) return <p class="sm muted">{m.composer_preview_none()}</p>
  const people = plan && plan.chosen > 0 ? (preview.data?.items ?? []) : []
  const person = people[Math.min(at.value, people.length - 1)] ?? null
  const name = person ? nameOf(person) : ''
  return (
    <div class="preview-pane">
      <MessagePreview
        template={template}
        filled={person ? person.parameters : samplesOf(template.parameters)}
        businessName={account.name}
        label={
          person ? m.composer_preview_label({ name: isolated(name) }) : m.composer_preview_plain()
        }
      />
      {person ? (
        <Stepper people={people} person={person} at={at} />
      ) : (
        <p class="sm muted">
          {q && preview.isSuccess ? m.composer_preview_nobody() : m.composer_preview_samples()}
        </p>
      )}
      {plan && plan.chosen > 0 && (
        <input
          type="search"
          class="input"
          dir="auto"
          aria-label={m.composer_preview_search()}
          placeholder={m.composer_preview_search()}
          maxLength={100}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value
            at.value = 0
          }}
        />
      )}
    </div>
  )
}

const nameOf = ({ name, phone }: PreviewView) =>
  name ?? (phone ? formatPhone(phone) : m.contacts_no_name())

type StepperProps = { people: PreviewView[]; person: PreviewView; at: { value: number } }

function Stepper({ people, person, at }: StepperProps) {
  const index = people.indexOf(person)
  const go = (step: number) => {
    at.value = (index + step + people.length) % people.length
  }
  const isOnly = people.length === 1
  return (
    <div class="preview-stepper sm">
      <IconButton
        variant="quiet"
        icon={ArrowLeft}
        isIconDirectional
        label={m.composer_previous()}
        isDisabled={isOnly}
        onClick={() => go(-1)}
      />
      <span aria-live="polite">
        {rich(m.composer_preview_as, { name: <Name value={nameOf(person)} /> })}{' '}
        <span class="muted num">
          ·{' '}
          {m.composer_preview_of({
            at: formatNumber(index + 1),
            count: formatNumber(people.length),
          })}
        </span>
        {person.leftOut && (
          <small class="t-warn">
            {m.composer_preview_left_out({ reason: skipTitle(person.leftOut) })}
          </small>
        )}
        {person.fallbackKeys.length > 0 && (
          <small class="muted">{m.composer_preview_fallback()}</small>
        )}
      </span>
      <IconButton
        variant="quiet"
        icon={ArrowRight}
        isIconDirectional
        label={m.composer_next()}
        isDisabled={isOnly}
        onClick={() => go(1)}
      />
    </div>
  )
}
