import { useSignal } from '@preact/signals'
import { Undo2 } from 'lucide-preact'
import type { ImportView } from '../../../worker/contract/imports'
import { Button } from '../../components/button'
import { ConfirmDialog } from '../../components/dialog'
import { describeFailure } from '../../components/failure'
import { Time } from '../../components/isolate'
import { useAction } from '../../lib/action'
import { formatNumber } from '../../lib/format'
import { rich } from '../../lib/i18n'
import { m } from '../../paraglide/messages.js'
import { undoImport } from './api'
import { keepImport } from './model'

/** The whole import can be taken back for a day. */
export function UndoImport({ view, until }: { view: ImportView; until: number }) {
  const isAsking = useSignal(false)
  const undo = useAction<null>(async (_, key) => {
    keepImport(await undoImport(view.id, key))
    isAsking.value = false
  })
  const { created, updated } = view.counts
  return (
    <div class="row">
      <Button
        icon={Undo2}
        onClick={() => {
          isAsking.value = true
        }}
      >
        {m.imports_undo()}
      </Button>
      <p class="sm muted">
        {rich(m.imports_undo_until, { time: <Time at={until} style="full" /> })}
      </p>
      <ConfirmDialog
        title={m.imports_undo_title()}
        isOpen={isAsking.value}
        tone="danger"
        isBusy={undo.isBusy.value}
        confirmLabel={m.imports_undo_confirm()}
        onConfirm={() => void undo.run(null)}
        onCancel={() => {
          isAsking.value = false
        }}
      >
        <p>
          {m.imports_undo_text({
            created: formatNumber(created),
            updated: formatNumber(updated),
          })}
        </p>
        {undo.error.value && <p class="t-danger">{describeFailure(undo.error.value)}</p>}
      </ConfirmDialog>
    </div>
  )
}
