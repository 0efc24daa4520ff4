import { type ShortLink, ShortLinkInput } from '../../../../worker/contract/numbers'
import { Button } from '../../../components/button'
import { CopyButton } from '../../../components/copy'
import { describeFailure } from '../../../components/failure'
import { TextField } from '../../../components/field'
import { FormErrors, SubmitButton } from '../../../components/form-parts'
import { UserText } from '../../../components/isolate'
import { Section } from '../../../components/page-parts'
import { useAction } from '../../../lib/action'
import { useForm } from '../../../lib/form'
import { m } from '../../../paraglide/messages.js'
import { makeShortLink, removeShortLink } from '../api'
import { QrPicture } from './qr-picture'

type Props = { numberId: string; links: ShortLink[]; onChanged: () => Promise<void> }

export function Links({ numberId, links, onChanged }: Props) {
  const form = useForm({
    schema: ShortLinkInput,
    submit: async ({ message }) => {
      await makeShortLink(numberId, message)
      await onChanged()
    },
  })
  const remove = useAction<string>(async (code) => {
    await removeShortLink(numberId, code)
    await onChanged()
  })
  return (
    <Section title={m.number_links()} level={3}>
      <div class="panel pad stack close">
        <p class="md muted">{m.number_links_lead()}</p>
        {links.map(({ code, message, url }) => (
          <div key={code} class="stack close">
            <UserText text={message} />
            <details>
              <summary>{m.number_qr_show()}</summary>
              <QrPicture url={url} file={`whatsapp-${code}`} />
            </details>
            <div class="row">
              <CopyButton text={url} />
              <Button
                size="slim"
                isBusy={remove.isBusy.value}
                onClick={() => void remove.run(code)}
              >
                {m.number_links_remove()}
              </Button>
            </div>
          </div>
        ))}
        {remove.error.value && <p class="t-danger">{describeFailure(remove.error.value)}</p>}
        <form key={links.length} {...form.props} class="stack close">
          <FormErrors form={form} />
          <TextField
            {...form.field('message')}
            label={m.number_links_message()}
            maxLength={140}
            autocomplete="off"
          />
          <div class="row">
            <SubmitButton form={form}>{m.number_links_make()}</SubmitButton>
          </div>
        </form>
      </div>
    </Section>
  )
}
