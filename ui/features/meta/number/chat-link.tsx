import { CopyButton } from '../../../components/copy'
import { Section } from '../../../components/page-parts'
import { m } from '../../../paraglide/messages.js'
import { asE164, useConnections } from '../connections'
import { QrPicture } from './qr-picture'

/** The address that opens a chat with this number: `wa.me` and its digits. */
export function ChatLink({ numberId }: { numberId: string }) {
  const numbers = useConnections().data?.items.flatMap((connection) => connection.numbers) ?? []
  const number = numbers.find(({ id }) => id === numberId)
  if (!number) return null
  const digits = asE164(number).slice(1)
  const url = `https://wa.me/${digits}`
  return (
    <Section title={m.number_chat()} level={3}>
      <div class="panel pad stack close">
        <p class="md muted">{m.number_chat_lead()}</p>
        <QrPicture url={url} file={`whatsapp-${digits}`}>
          <CopyButton text={url} />
        </QrPicture>
      </div>
    </Section>
  )
}
