import { useSignal } from '@preact/signals'
import { useQuery } from '@tanstack/preact-query'
import { Download } from 'lucide-preact'
import type { CodeSent } from '../../../worker/contract/auth'
import type { ExportView } from '../../../worker/contract/deletion'
import { Button, LinkButton } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Time } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { useAction } from '../../lib/action'
import { formatBytes, formatNumber, formatPercent } from '../../lib/format'
import { isolatedLtr, rich } from '../../lib/i18n'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { CodeEntry } from '../accounts/code-entry'
import { useSession } from '../accounts/session'
import {
  askForExportCode,
  exportAddress,
  fetchExports,
  fetchFilesParts,
  filesAddress,
  requestExport,
} from './api'

const EXPORTS = ['exports']
const LOOK_AGAIN_MS = 2000

/** Everything as one archive, made in the background and kept for a week. */
export function ExportSection() {
  const { user } = useSession()
  const sent = useSignal<CodeSent | null>(null)
  const exports = useQuery({
    queryKey: EXPORTS,
    queryFn: fetchExports,
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === 'running') ? LOOK_AGAIN_MS : false,
  })
  const items = (exports.data?.items ?? []).filter(({ state }) => state !== 'gone')
  const begin = useAction<null>(async () => {
    sent.value = await askForExportCode()
  })
  const failure = begin.error.value
  const close = () => {
    sent.value = null
  }
  return (
    <Section title={m.data_export()}>
      <div class="panel pad stack close">
        <p class="md">{m.data_export_text()}</p>
        {items.map((one) => (
          <ExportLine key={one.id} job={one} />
        ))}
        {failure && <p class="t-danger">{describeFailure(failure)}</p>}
        <div class="row">
          <Button
            isDisabled={items.some(({ state }) => state === 'running')}
            isBusy={begin.isBusy.value}
            onClick={() => void begin.run(null)}
          >
            {m.data_export_begin()}
          </Button>
        </div>
      </div>
      <Dialog title={m.data_export()} isOpen={sent.value !== null} onClose={close}>
        {sent.value && (
          <CodeEntry
            email={user.email}
            sent={sent.value}
            onAgain={askForExportCode}
            onCode={async (code) => {
              await requestExport(code)
              await queryClient.invalidateQueries({ queryKey: EXPORTS })
              close()
            }}
          />
        )}
      </Dialog>
    </Section>
  )
}

function ExportLine({ job }: { job: ExportView }) {
  const { id, state, createdAt, rows, of, size, expiresAt } = job
  if (state === 'running') {
    const share = of ? Math.min(1, rows / of) : 0
    return (
      <div class="stack close">
        <progress max={1} value={share} aria-label={m.data_export_running()} />
        <p class="sm muted">
          {m.data_export_running()} {formatPercent(share, 0)}
        </p>
      </div>
    )
  }
  return (
    <>
      <div class="row">
        <span class="grow">
          <Time at={createdAt} />
          {expiresAt !== null && state === 'done' && (
            <span class="sm muted">
              {' · '}
              {rich(m.data_export_until, { date: <Time at={expiresAt} style="date" /> })}
            </span>
          )}
        </span>
        {state === 'done' && size !== null ? (
          <LinkButton icon={Download} href={exportAddress(id)} download>
            {m.data_export_get({ size: formatBytes(size) })}
          </LinkButton>
        ) : (
          <span class="t-danger">{m.data_export_failed()}</span>
        )}
      </div>
      {state === 'done' && <Files exportId={id} />}
    </>
  )
}

/** Files of conversations, in archives of their own. */
function Files({ exportId }: { exportId: string }) {
  const { data } = useQuery({
    queryKey: [...EXPORTS, exportId, 'parts'],
    queryFn: () => fetchFilesParts(exportId),
  })
  const parts = data?.items ?? []
  if (parts.length === 0) return null
  return (
    <div class="row">
      {parts.map((part, index) => (
        <LinkButton key={part.from} icon={Download} href={filesAddress(exportId, part)} download>
          {m.data_export_files({
            number: formatNumber(index + 1),
            count: formatNumber(parts.length),
            size: isolatedLtr(formatBytes(part.bytes)),
          })}
        </LinkButton>
      ))}
    </div>
  )
}
