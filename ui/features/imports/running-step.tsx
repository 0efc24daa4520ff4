import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ImportView } from '../../../worker/contract/imports'
import { Progress } from '../../components/bar'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Name } from '../../components/isolate'
import { useAction } from '../../lib/action'
import { announce } from '../../lib/announce'
import { formatDuration, formatPercent } from '../../lib/format'
import { m } from '../../paraglide/messages.js'
import { cancelImport } from './api'
import { ImportCounts } from './import-counts'
import './imports.css'
import { keepImport } from './model'

/** How far it is, how fast it goes, and what the rows became so far. */
export function RunningStep({ view }: { view: ImportView }) {
  const { bytesRead, size, counts, ratePerSecond } = view
  const share = bytesRead / Math.max(1, size)
  useProgressAnnouncement(share)
  return (
    <div class="stack">
      <section class="panel import-live" aria-label={m.imports_running()}>
        <div class="import-top">
          <div>
            <p class="hero num">{formatPercent(share, 0)}</p>
            <p class="md strong">{m.imports_rows_so_far({ count: counts.rows })}</p>
          </div>
          <dl class="gauges">
            <div>
              <dt>{m.imports_time_left()}</dt>
              <dd>{timeLeft(view)}</dd>
            </div>
            <div>
              <dt>{m.imports_rate()}</dt>
              <dd>
                {ratePerSecond === null
                  ? '–'
                  : m.imports_rate_value({ count: Math.round(ratePerSecond) })}
              </dd>
            </div>
          </dl>
        </div>
        <Progress value={bytesRead} max={size} label={m.imports_running()} size="big" />
        <div class="row import-foot">
          <p class="sm muted grow">
            <Name value={view.fileName} /> · {m.imports_can_close()}
          </p>
          <StopButton view={view} />
        </div>
      </section>
      <ImportCounts counts={counts} />
    </div>
  )
}

/** Rows are being gone through, and nothing is to be done meanwhile. */
export function Working({ view, title, text }: { view: ImportView; title: string; text: string }) {
  const { bytesRead, size, counts, undone } = view
  const done = undone ? undone.removed + undone.restored + undone.kept : bytesRead
  const all = undone ? counts.created + counts.updated : size
  return (
    <section class="panel import-live" aria-label={title}>
      <div class="import-top">
        <div>
          <p class="hero num">{formatPercent(done / Math.max(1, all), 0)}</p>
          <p class="md strong">{title}</p>
        </div>
      </div>
      <Progress value={done} max={Math.max(1, all)} label={title} size="big" />
      <p class="sm muted import-foot">
        <Name value={view.fileName} /> · {text}
      </p>
    </section>
  )
}

function timeLeft({ bytesRead, size, counts, ratePerSecond }: ImportView): string {
  if (!ratePerSecond || counts.rows === 0 || bytesRead === 0) return '–'
  const rowsLeft = ((size - bytesRead) * counts.rows) / bytesRead
  return m.imports_about({ duration: formatDuration(rowsLeft / ratePerSecond) })
}

const STEPS = 10

/** Screen readers hear each tenth, not each tick. */
function useProgressAnnouncement(share: number) {
  const said = useRef(Math.floor(share * STEPS))
  useEffect(() => {
    const reached = Math.floor(share * STEPS)
    if (reached <= said.current) return
    said.current = reached
    announce(`${m.imports_running()}: ${formatPercent(reached / STEPS, 0)}`)
  }, [share])
}

function StopButton({ view }: { view: ImportView }) {
  const isAsking = useSignal(false)
  const stop = useAction<null>(async () => {
    keepImport(await cancelImport(view.id))
    isAsking.value = false
  })
  const count = view.counts.rows
  return (
    <>
      <Button
        variant="danger"
        onClick={() => {
          isAsking.value = true
        }}
      >
        {m.imports_stop()}
      </Button>
      <ConfirmDialog
        title={m.imports_stop_title()}
        isOpen={isAsking.value}
        tone="danger"
        isBusy={stop.isBusy.value}
        confirmLabel={m.imports_stop_confirm({ count })}
        onConfirm={() => void stop.run(null)}
        onCancel={() => {
          isAsking.value = false
        }}
      >
        <p>{m.imports_stop_text({ count })}</p>
        {stop.error.value && <p class="t-danger">{describeFailure(stop.error.value)}</p>}
      </ConfirmDialog>
    </>
  )
}
