import { useQuery } from '@tanstack/preact-query'
import { Check, Plus, Upload } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { LinkButton } from '../../components/button'
import { Icon } from '../../components/icon'
import { Phone } from '../../components/isolate'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { fetchContacts } from '../contacts/api'
import { useFirstNumber } from '../meta/connections'
import './broadcasts.css'
import { useApprovedTemplates } from './templates'

type Step = { key: string; title: string; text: ComponentChildren; actions?: ComponentChildren }

/** Three steps in a line; the one that is missing is the button. */
export function FirstRun() {
  const number = useFirstNumber()
  const { templates } = useApprovedTemplates()
  const contacts = useQuery({
    queryKey: ['contacts', 'any'],
    queryFn: () => fetchContacts({ limit: 1 }),
  })
  const hasContacts = (contacts.data?.items.length ?? 0) > 0
  const isDone = [number !== null, templates.length > 0, hasContacts]
  const steps: Step[] = [
    {
      key: 'connect',
      title: m.broadcasts_first_connect(),
      text: number
        ? rich(m.broadcasts_first_connected, { number: <Phone value={number} /> })
        : m.broadcasts_first_connect_text(),
      actions: (
        <LinkButton variant="primary" href="/onboarding">
          {m.broadcasts_first_connect()}
        </LinkButton>
      ),
    },
    {
      key: 'template',
      title: m.broadcasts_first_template(),
      text: isDone[1]
        ? m.broadcasts_first_templates({ count: templates.length })
        : m.broadcasts_first_template_text(),
      actions: (
        <LinkButton variant="primary" href="/templates">
          {m.broadcasts_first_see_templates()}
        </LinkButton>
      ),
    },
    {
      key: 'contacts',
      title: m.broadcasts_first_contacts(),
      text: hasContacts ? m.broadcasts_first_has_contacts() : m.broadcasts_first_contacts_text(),
      actions: <ContactActions />,
    },
  ]
  const next = isDone.indexOf(false)
  return (
    <section class="first-run">
      <h2>{m.broadcasts_first_title()}</h2>
      <p class="muted">{m.broadcasts_first_text()}</p>
      <ol class="panel three">
        {steps.map((step, index) => (
          <li
            key={step.key}
            class={isDone[index] ? 'done' : index === next ? 'next' : ''}
            aria-current={index === next ? 'step' : undefined}
          >
            <span class="mk" aria-hidden="true">
              {isDone[index] ? <Icon of={Check} size="xs" /> : formatNumber(index + 1)}
            </span>
            <h3>{step.title}</h3>
            <p class="sm muted">{step.text}</p>
            {index === next && <div class="acts">{step.actions}</div>}
          </li>
        ))}
      </ol>
      {next === -1 && (
        <LinkButton variant="primary" size="tall" icon={Plus} href="/broadcasts/new">
          {m.broadcasts_first_write()}
        </LinkButton>
      )}
    </section>
  )
}

const ContactActions = () => (
  <>
    <LinkButton variant="primary" icon={Upload} href="/contacts/import">
      {m.imports_title()}
    </LinkButton>
    <LinkButton href="/contacts/new">{m.contacts_add()}</LinkButton>
  </>
)
