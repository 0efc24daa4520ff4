import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from 'lucide-preact'
import type { AccessCause, AccessProof, AccessView } from '../../../worker/contract/access'
import { CheckList, type CheckState } from '../../components/check-list'
import { Chip, type Tone } from '../../components/chip'
import { Time } from '../../components/isolate'
import { Banner, Section } from '../../components/page-parts'
import { m } from '../../paraglide/messages.js'

/** What Meta answered when access was given back; nothing while it never was. */
export function Proofs({ access }: { access: AccessView }) {
  if (access.proofs.length === 0) return null
  return (
    <Section title={m.access_proofs()}>
      <p class="md muted">{m.access_proofs_lead()}</p>
      {access.state === 'disconnected' && access.hasToken && (
        <Banner tone="warn" isInset>
          {m.access_still_trying()}
        </Banner>
      )}
      {access.proofs.map((proof) => (
        <Proof key={proof.id} proof={proof} />
      ))}
    </Section>
  )
}

const CAUSES: Record<AccessCause, () => string> = {
  disconnected: m.access_cause_disconnected,
  replaced: m.access_cause_replaced,
  deauthorized: m.access_cause_deauthorized,
  deleted: m.access_cause_deleted,
}

type Verdict = { label: () => string; icon: LucideIcon; tone?: Tone }
const VERDICTS: Record<AccessProof['token'], Verdict> = {
  invalid: { label: m.access_verdict_invalid, icon: CircleCheck, tone: 'ok' },
  valid: { label: m.access_verdict_valid, icon: CircleX, tone: 'danger' },
  unknown: { label: m.access_verdict_unknown, icon: CircleHelp },
}

type Step = AccessProof['revoked']
const STEPS: Record<Step, { state: CheckState; text: () => string }> = {
  done: { state: 'ok', text: m.access_step_done },
  already: { state: 'ok', text: m.access_step_already },
  not_needed: { state: 'ok', text: m.access_step_not_needed },
  shared: { state: 'warn', text: m.access_step_shared },
  refused: { state: 'failed', text: m.access_step_refused },
  unreachable: { state: 'warn', text: m.access_step_unreachable },
}

function Proof({ proof }: { proof: AccessProof }) {
  const { label, icon, tone } = VERDICTS[proof.token]
  const step = (key: string, title: string, answer: Step) => ({
    key,
    title,
    state: STEPS[answer].state,
    stateText: STEPS[answer].text(),
    note: STEPS[answer].text(),
  })
  return (
    <div class="panel pad stack close">
      <div class="row between">
        <span class="md">
          {CAUSES[proof.cause]()} · <Time at={proof.at} style="full" />
        </span>
        <Chip icon={icon} tone={tone}>
          {label()}
        </Chip>
      </div>
      <CheckList
        items={[
          step('webhooks', m.access_step_webhooks(), proof.unsubscribed),
          step('revoke', m.access_step_revoke(), proof.revoked),
          {
            key: 'verdict',
            title: m.access_step_verdict(),
            state: proof.token === 'invalid' ? 'ok' : proof.token === 'valid' ? 'failed' : 'warn',
            stateText: label(),
            note: label(),
          },
        ]}
      />
    </div>
  )
}
