import * as v from 'valibot'
import { type OptInChange, OptInTexts, type OptInView } from '../../../worker/contract/consent'
import { Button } from '../../components/button'
import { Checkbox } from '../../components/choice'
import { CopyButton } from '../../components/copy'
import { describeFailure } from '../../components/failure'
import { SelectField, TextArea, TextField } from '../../components/field'
import { FormErrors, SubmitButton } from '../../components/form-parts'
import { Time, UserText } from '../../components/isolate'
import { Facts, Section } from '../../components/page-parts'
import { QrCode } from '../../components/qr-code'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { type Action, useAction } from '../../lib/action'
import { useForm } from '../../lib/form'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { formatPhone } from '../../lib/phone'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { asE164, present, useConnections } from '../meta/connections'
import { saveOptIn, useOptIn } from './consent-api'
import './consent.css'

type Page = NonNullable<OptInView['page']>

/** The public page on which people agree: its address, its words, and how many came. */
export function JoinPageSection() {
  const optIn = useOptIn()
  const mayChange = canManage(useSession())
  const save = useAction<OptInChange>(async (change) => {
    await saveOptIn(change)
    showToast({ text: m.common_saved() })
  })
  const failure = save.error.value
  return (
    <Section title={m.join_title()}>
      <div class="panel pad stack close">
        <p class="sm muted">{m.join_text()}</p>
        <Loaded query={optIn} skeleton={<Skeleton shape="text" />}>
          {(view) => (
            <>
              {failure && (
                <p class="sm t-danger" role="alert">
                  {describeFailure(failure)}
                </p>
              )}
              {view.page ? (
                <Present view={view} page={view.page} save={save} mayChange={mayChange} />
              ) : mayChange ? (
                <Make save={save} />
              ) : (
                <p>{m.join_none()}</p>
              )}
            </>
          )}
        </Loaded>
      </div>
    </Section>
  )
}

const useNumbers = () =>
  present(useConnections().data?.items ?? [])
    .flatMap(({ numbers }) => numbers)
    .filter(({ registration }) => registration === 'registered')
    .map((number) => ({ value: number.id, text: formatPhone(asE164(number)) }))

function Make({ save }: { save: Action<OptInChange> }) {
  const numbers = useNumbers()
  const [first] = numbers
  if (!first) return <p>{m.join_needs_number()}</p>
  return (
    <div class="row">
      <Button
        variant="primary"
        isBusy={save.isBusy.value}
        onClick={() => void save.run({ numberId: first.value })}
      >
        {m.join_make()}
      </Button>
    </div>
  )
}

type PresentProps = {
  view: OptInView
  page: Page
  save: Action<OptInChange>
  mayChange: boolean
}

function Present({ view, page, save, mayChange }: PresentProps) {
  const numbers = useNumbers()
  const address = `${location.origin}/join/${page.code}`
  return (
    <>
      <div class="join-head">
        <div class="stack close">
          <CopyButton text={address} />
          <p class="sm">
            <a href={address} target="_blank" rel="noreferrer">
              {m.join_open()}
            </a>
          </p>
          <details>
            <summary>{m.join_link()}</summary>
            <CopyButton text={`<a href="${address}">WhatsApp</a>`} />
          </details>
          <Counts view={view} />
        </div>
        <QrCode text={address} label={m.join_qr()} />
      </div>
      {mayChange ? (
        <>
          <Checkbox
            label={m.join_is_open()}
            hint={m.join_is_open_hint()}
            isChecked={page.isOpen}
            onChange={(isOpen) => void save.run({ isOpen })}
          />
          {numbers.length > 1 && (
            <SelectField
              label={m.join_number()}
              options={numbers}
              value={page.numberId}
              onChange={(numberId) => void save.run({ numberId })}
            />
          )}
          <Words key={page.version} page={page} />
        </>
      ) : (
        <>
          <UserText text={page.texts.he.wording} />
          <UserText text={page.texts.en.wording} />
        </>
      )}
    </>
  )
}

const Counts = ({ view: { total, month } }: { view: OptInView }) => {
  const both = (key: keyof OptInView['total']) =>
    m.join_count({ total: formatNumber(total[key]), month: formatNumber(month[key]) })
  return (
    <Facts
      facts={[
        { key: 'visits', label: m.join_visits(), value: both('visits') },
        { key: 'sent', label: m.join_sent(), value: both('sent') },
        { key: 'confirmed', label: m.join_confirmed(), value: both('confirmed') },
      ]}
    />
  )
}

const { purpose, wording } = OptInTexts.entries
const Texts = v.object({
  hePurpose: purpose,
  heWording: wording,
  enPurpose: purpose,
  enWording: wording,
})

/** Saved words are a new version; the ledger keeps what each person was shown. */
function Words({ page }: { page: Page }) {
  const form = useForm({
    schema: Texts,
    submit: async ({ hePurpose, heWording, enPurpose, enWording }) => {
      const he = { purpose: hePurpose, wording: heWording }
      const en = { purpose: enPurpose, wording: enWording }
      await saveOptIn({ texts: { he, en } })
      showToast({ text: m.common_saved() })
    },
  })
  const { he, en } = page.texts
  return (
    <form {...form.props} class="stack close">
      <FormErrors form={form} />
      <p class="sm muted">
        {rich(m.join_version, {
          n: formatNumber(page.version),
          date: <Time at={page.versionAt} style="date" />,
        })}
      </p>
      <TextField
        {...form.field('hePurpose')}
        label={m.join_purpose_he()}
        defaultValue={he.purpose}
        maxLength={200}
      />
      <TextArea
        {...form.field('heWording')}
        label={m.join_wording_he()}
        defaultValue={he.wording}
        maxLength={500}
      />
      <TextField
        {...form.field('enPurpose')}
        label={m.join_purpose_en()}
        defaultValue={en.purpose}
        maxLength={200}
      />
      <TextArea
        {...form.field('enWording')}
        label={m.join_wording_en()}
        defaultValue={en.wording}
        maxLength={500}
      />
      <div class="row">
        <SubmitButton form={form}>{m.join_save()}</SubmitButton>
      </div>
    </form>
  )
}
