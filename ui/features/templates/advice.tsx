import { Ban, CirclePause, CircleX, Clock, Copy, Play } from 'lucide-preact'
import type { TemplateView } from '../../../worker/contract/templates'
import { Button, LinkButton } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Banner } from '../../components/page-parts'
import { useAction } from '../../lib/action'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { unpauseTemplate } from './api'
import { refreshTemplates } from './model'

const MANAGER = 'https://business.facebook.com/wa/manage/message-templates/'

const REASONS: Record<string, () => string> = {
  ABUSIVE_CONTENT: m.templates_reason_abusive,
  INCORRECT_CATEGORY: m.templates_reason_category,
  TAG_CONTENT_MISMATCH: m.templates_reason_category,
  INVALID_FORMAT: m.templates_reason_format,
  PROMOTIONAL: m.templates_reason_promotional,
  SCAM: m.templates_reason_scam,
  CATEGORY_NOT_AVAILABLE: m.templates_reason_unavailable,
}

/** A reason that Meta adds later is shown by its own name. */
export const reasonText = (reason: string) => REASONS[reason]?.() ?? reason

type Props = { template: TemplateView; mayChange: boolean }

/** What a state means and what can be done about it; nothing where all is well. */
export function Advice({ template, mayChange }: Props) {
  switch (template.status) {
    case 'REJECTED':
      return <Rejected template={template} mayChange={mayChange} />
    case 'PAUSED':
      return <Paused template={template} mayChange={mayChange} />
    case 'DISABLED':
      return (
        <Banner tone="danger" icon={Ban} isInset action={mayChange && <Mend id={template.id} />}>
          {m.templates_advice_disabled()}
        </Banner>
      )
    case 'PENDING':
      return (
        <Banner tone="info" icon={Clock} isInset>
          {m.templates_advice_pending()}
        </Banner>
      )
    case 'IN_APPEAL':
      return (
        <Banner tone="info" icon={Clock} isInset>
          {m.templates_advice_appeal()}
        </Banner>
      )
    case 'PENDING_DELETION':
      return (
        <Banner icon={Clock} isInset>
          {m.templates_advice_deletion()}
        </Banner>
      )
    case 'LIMIT_EXCEEDED':
      return (
        <Banner icon={Ban} isInset>
          {m.templates_advice_limit()}
        </Banner>
      )
    case 'ARCHIVED':
      return (
        <Banner isInset action={<Manager />}>
          {m.templates_advice_archived()}
        </Banner>
      )
    default:
      return null
  }
}

function Rejected({ template, mayChange }: Props) {
  const { rejectedReason, statusDetail } = template
  return (
    <Banner
      tone="danger"
      icon={CircleX}
      isInset
      action={mayChange && template.uneditable === null && <Mend id={template.id} />}
    >
      <b>{m.templates_advice_rejected()}</b>{' '}
      {rejectedReason ? reasonText(rejectedReason) : m.templates_reason_none()}
      {statusDetail?.reason && (
        <> {rich(m.templates_advice_meta_says, { words: <bdi>{statusDetail.reason}</bdi> })}</>
      )}
      {statusDetail?.recommendation && (
        <>
          {' '}
          <bdi>{statusDetail.recommendation}</bdi>
        </>
      )}
    </Banner>
  )
}

/** A pause for low quality ends by itself; one by pacing wants to be ended. */
function Paused({ template, mayChange }: Props) {
  const { title } = template.statusDetail ?? {}
  // Meta ends these itself, and takes no wish.
  const isPassing = title === 'FIRST_PAUSE' || title === 'SECOND_PAUSE'
  const unpause = useAction<null>(async (_, key) => {
    await unpauseTemplate(template.id, key)
    await refreshTemplates()
  })
  return (
    <Banner
      icon={CirclePause}
      isInset
      action={
        mayChange &&
        !isPassing && (
          <Button
            size="slim"
            icon={Play}
            isBusy={unpause.isBusy.value}
            onClick={() => void unpause.run(null)}
          >
            {m.templates_unpause()}
          </Button>
        )
      }
    >
      {(PAUSES[title ?? ''] ?? m.templates_advice_paused)()}
      {unpause.error.value && <span class="t-danger"> {describeFailure(unpause.error.value)}</span>}
    </Banner>
  )
}

const PAUSES: Record<string, () => string> = {
  FIRST_PAUSE: m.templates_advice_paused_first,
  SECOND_PAUSE: m.templates_advice_paused_second,
  RATE_LIMITING_PAUSE: m.templates_advice_paused_pacing,
}

const Mend = ({ id }: { id: string }) => (
  <LinkButton size="slim" icon={Copy} href={`/templates/new?from=${id}`}>
    {m.templates_mend()}
  </LinkButton>
)

const Manager = () => (
  <a class="btn slim" href={MANAGER} target="_blank" rel="noreferrer">
    {m.templates_manager()}
  </a>
)

/** Where an appeal is made: Meta has no other way. */
export const appealAddress = MANAGER
